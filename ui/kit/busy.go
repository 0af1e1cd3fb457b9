package kit

import (
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// Busy shows what is being done and how far it is, with a button that stops it.
type Busy struct {
	box
	label    *Text
	activity *widget.Activity
	bar      *ProgressBar
	cancel   *Button
}

// NewBusy returns a line of work in progress, hidden until Start. onCancel may be
// nil when the work cannot be stopped.
func NewBusy(words Words, onCancel func()) *Busy {
	b := &Busy{label: Secondary(""), activity: widget.NewActivity(), bar: NewProgressBar(0, TonePrimary)}
	b.bar.Hide()
	row := HStack(Gap, b.activity, Grow(VStack(2, b.label, b.bar)))
	if onCancel != nil {
		b.cancel = NewButton(words.T("kit.cancel"), onCancel).Compact()
		row.Add(b.cancel)
	}
	b.fill(b, container.New(&growLayout{}, row))
	b.Hide()
	return b
}

// Start shows the line with what is being done.
func (b *Busy) Start(doing string) {
	b.label.SetText(doing)
	b.bar.Hide()
	b.Show()
	b.activity.Start()
}

// Progress says how far the work is, from 0 to 1, and what is being done now.
func (b *Busy) Progress(doing string, share float64) {
	b.label.SetText(doing)
	setVisible(b.bar, true)
	b.bar.Set(share, TonePrimary)
	b.Refresh()
}

// Stop hides the line.
func (b *Busy) Stop() {
	b.activity.Stop()
	b.Hide()
}
