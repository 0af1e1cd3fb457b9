package roundtrip

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"parvis/app"
	"parvis/app/networks"
	"parvis/app/roundtrip"
	"parvis/assets/translations"
	"parvis/ui/kit"
	"parvis/ui/page"
)

// ShowImport asks for a stranger's spreadsheet, shows what its columns are taken
// for, then what it makes, and brings it in.
func ShowImport(h page.Host, s Services) {
	pick(h, s, h.Text().T("roundtrip.import.open"), spreadsheets, func(name string, data []byte) {
		obtain(h, h.Text().T("roundtrip.work.reading", "File", name),
			func(ctx context.Context, _ func(roundtrip.Step)) (*roundtrip.Import, error) {
				return s.Sheets.Open(ctx, name, data)
			},
			func(x *roundtrip.Import) { newMappingDialog(h, s, x).modal.Show() },
		)
	})
}

// mappingDialog shows the sheets of a file and what their columns are taken for.
type mappingDialog struct {
	host     page.Host
	services Services
	file     *roundtrip.Import
	shown    *roundtrip.Table // whose columns are shown
	columns  *fyne.Container
	modal    *kit.Modal
}

func newMappingDialog(h page.Host, s Services, x *roundtrip.Import) *mappingDialog {
	text := h.Text()
	d := &mappingDialog{host: h, services: s, file: x, shown: x.Tables[0], columns: kit.VStack(8)}
	for _, t := range x.Tables {
		if t.Use {
			d.shown = t
			break
		}
	}
	body := kit.VStack(12, kit.Paragraph(text.T("roundtrip.import.what")))
	if !x.Again.IsZero() {
		body.Add(kit.NewNote(kit.Secondary(text.T("roundtrip.import.again", "Day",
			text.DayMonth(app.DateOf(x.Again.In(h.Now().Location()))))).Wrapped(), kit.ToneAttention))
	}
	if len(x.Tables) > 1 {
		body.Add(d.tables())
	}
	body.Add(d.columns)
	d.modal = kit.NewModal(text, h.Window().Canvas(), kit.ModalOptions{
		Title: text.T("roundtrip.import.title", "File", x.Name), Content: body, Primary: text.T("roundtrip.import.preview"), Width: wide,
		OnConfirm: d.mapped, OnClosed: confirmed(d.preview),
	})
	d.draw()
	return d
}

// tables lists the sheets: which are taken, and whose columns are shown.
func (d *mappingDialog) tables() fyne.CanvasObject {
	text := d.host.Text()
	var names []string
	boxes := kit.Flow(18)
	chosen := 0
	for i, t := range d.file.Tables {
		name := t.Name
		if t.Hidden {
			name = text.T("roundtrip.import.hidden_sheet", "Name", name)
		}
		names = append(names, name)
		if t == d.shown {
			chosen = i
		}
		boxes.Add(kit.NewCheckbox(text.N("roundtrip.import.sheet", t.Rows, "Name", name), t.Use, func(on bool) { t.Use = on }))
	}
	return kit.VStack(8,
		kit.Caption(text.T("roundtrip.import.sheets")), boxes,
		kit.HStack(kit.Gap, kit.NewSelect(names, chosen, "", func(i int) {
			d.shown = d.file.Tables[i]
			d.draw()
		}).WithPrefix(text.T("roundtrip.import.columns_of")+" ")),
	)
}

// offered are what a column can be, in the order they are proposed; the first
// leaves it out.
func offered() []roundtrip.Column {
	all := []roundtrip.Column{
		"", roundtrip.ColumnDate, roundtrip.ColumnTime, roundtrip.ColumnNetworks, roundtrip.ColumnText, roundtrip.ColumnTitle, roundtrip.ColumnHook,
		roundtrip.ColumnCall, roundtrip.ColumnHashtags, roundtrip.ColumnMentions, roundtrip.ColumnLink, roundtrip.ColumnState,
		roundtrip.ColumnPillar, roundtrip.ColumnObjective, roundtrip.ColumnAudience, roundtrip.ColumnFormat, roundtrip.ColumnImages,
		roundtrip.ColumnAlt, roundtrip.ColumnKeyDate, roundtrip.ColumnUTM, roundtrip.ColumnCredit, roundtrip.ColumnLegal,
		roundtrip.ColumnAuthor, roundtrip.ColumnApprover, roundtrip.ColumnBudget, roundtrip.ColumnComment, roundtrip.ColumnWeekday,
	}
	for _, n := range []networks.Network{
		networks.Facebook, networks.Instagram, networks.LinkedIn, networks.X, networks.Bluesky, networks.Mastodon, networks.Threads,
		networks.TikTok, networks.YouTube, networks.Pinterest, networks.Google, networks.Telegram, networks.WordPress,
	} {
		all = append(all, roundtrip.OnNetwork(n))
	}
	return all
}

func columnName(text *translations.Catalogue, c roundtrip.Column) string {
	switch n := c.Network(); {
	case c == "":
		return text.T("roundtrip.import.ignore")
	case n != "":
		return text.T("roundtrip.import.on_network", "Network", n.Name())
	}
	return text.Say(c.Name())
}

// draw shows the columns of a sheet with their first values.
func (d *mappingDialog) draw() {
	text, t := d.host.Text(), d.shown
	choices := offered()
	names := make([]string, len(choices))
	for i, c := range choices {
		names[i] = columnName(text, c)
	}
	d.columns.Objects = nil
	if t.Remembered {
		d.columns.Add(kit.Secondary(text.T("roundtrip.import.remembered")).Wrapped())
	}
	if around := d.around(); around != "" {
		d.columns.Add(kit.Secondary(around).Wrapped())
	}
	if t.HiddenRows > 0 {
		d.columns.Add(kit.Secondary(text.N("roundtrip.import.hidden_rows", t.HiddenRows)).Wrapped())
	}
	for place, header := range t.Headers {
		if strings.TrimSpace(header) == "" && len(t.Samples[place]) == 0 {
			continue
		}
		if strings.TrimSpace(header) == "" {
			header = text.T("roundtrip.import.untitled", "Number", place+1)
		}
		chosen := 0
		for i, c := range choices {
			if c == t.Mapping[place] {
				chosen = i
			}
		}
		options := names
		if known := t.Mapping[place]; chosen == 0 && known != "" {
			// A column that is recognised, and of which nothing is made.
			options = append([]string{text.T("roundtrip.import.ignored", "Name", columnName(text, known))}, names[1:]...)
		}
		d.columns.Add(kit.HStack(kit.Gap,
			kit.Width(210, kit.Strong(strings.Join(strings.Fields(header), " ")).Lines(2)),
			kit.Grow(kit.Secondary(strings.Join(t.Samples[place], " · ")).Lines(2)),
			kit.Width(250, kit.NewSelect(options, chosen, "", func(i int) { d.choose(place, choices[i]) })),
		))
	}
	d.columns.Refresh()
	d.modal.Refresh()
}

// choose says what a column is; another that was the same is left out.
func (d *mappingDialog) choose(place int, c roundtrip.Column) {
	again := false
	for other, known := range d.shown.Mapping {
		if known == c && c != "" && other != place {
			delete(d.shown.Mapping, other)
			again = true
		}
	}
	delete(d.shown.Mapping, place)
	if c != "" {
		d.shown.Mapping[place] = c
		d.shown.Use = true
	}
	if again {
		d.draw()
	}
}

// around says what the name of the sheet or a title gives to the rows.
func (d *mappingDialog) around() string {
	text, t := d.host.Text(), d.shown
	switch {
	case t.Network != "" && t.Month != 0:
		return text.T("roundtrip.import.around_both", "Month", text.Month(t.Month), "Network", t.Network.Name())
	case t.Network != "":
		return text.T("roundtrip.import.around_network", "Network", t.Network.Name())
	case t.Month != 0 && t.Year != 0:
		return text.T("roundtrip.import.around_month", "Month", text.MonthYear(app.Date{Year: t.Year, Month: t.Month, Day: 1}))
	}
	return ""
}

// mapped reports whether there is something to take in, and says what lacks.
func (d *mappingDialog) mapped() bool {
	any := false
	for _, t := range d.file.Tables {
		any = any || t.Use && len(t.Mapping) > 0
	}
	if !any {
		d.modal.SetError(d.host.Text().T("roundtrip.import.map_first"))
	}
	return any
}

func (d *mappingDialog) preview() {
	var p *roundtrip.Preview
	work(d.host, d.host.Text().T("roundtrip.import.previewing"),
		func(ctx context.Context, progress func(roundtrip.Step)) (err error) {
			p, err = d.services.Sheets.Preview(ctx, d.file, d.host.Text(), progress)
			return err
		},
		func(err error) {
			if err != nil {
				d.host.Failed(err)
				return
			}
			newPreviewDialog(d, p).modal.Show()
		},
	)
}
