package settings

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"

	"parvis/app/approval"
	"parvis/ui/kit"
	"parvis/ui/page"
)

// Approval keeps how posts are validated.
type Approval interface {
	Setting(ctx context.Context) (approval.Setting, error)
	SaveSetting(ctx context.Context, s approval.Setting) error
}

// approvalCard chooses who lets posts leave.
type approvalCard struct {
	host     page.Host
	service  Approval
	object   *fyne.Container
	way      *kit.Segmented
	what     *kit.Text
	approver *kit.Entry
	wrong    *kit.InlineError
	loader   page.Loader
	queue    page.Queue
	saver    *page.Saver
	filling  bool
	changed  func() // lays the page out again
}

func newApprovalCard(h page.Host, service Approval, changed func()) *approvalCard {
	text := h.Text()
	c := &approvalCard{
		host: h, service: service, changed: changed,
		what: kit.Secondary("").Wrapped(), wrong: kit.NewInlineError(),
		approver: kit.NewEntry(text.T("settings.approval.approver")).WithHint(text.T("settings.approval.approver_why")),
	}
	c.saver = page.NewSaver(h, c.save)
	labels := make([]string, len(approval.Ways))
	for i, w := range approval.Ways {
		labels[i] = text.T("settings.approval.way." + string(w))
	}
	c.way = kit.NewSegmented(labels, 0, func(int) {
		c.draw()
		c.saver.Typed()
		c.saver.Flush()
	})
	c.approver.OnChanged = func(string) {
		if !c.filling {
			c.saver.Typed()
		}
	}
	c.object = kit.VStack(0, kit.NewCard(kit.VStack(14,
		kit.Section(text.T("settings.approval.title")),
		kit.HStack(0, c.way, kit.GrowSpace()), c.what, c.approver, c.wrong,
	)))
	return c
}

// chosen is the way that is shown.
func (c *approvalCard) chosen() approval.Way { return approval.Ways[c.way.Selected()] }

// draw says what the way chosen means.
func (c *approvalCard) draw() {
	c.what.SetText(c.host.Text().T("settings.approval.what." + string(c.chosen())))
	c.approver.Hidden = !approval.Setting{Way: c.chosen()}.Needed()
	c.changed()
}

func (c *approvalCard) load() {
	page.LoadAfter(&c.queue, &c.loader, c.host, c.service.Setting, func(s approval.Setting, err error) {
		if err != nil {
			c.host.Failed(err)
			return
		}
		if c.saver.Waiting() {
			return // what is being typed is newer
		}
		c.filling = true
		defer func() { c.filling = false }()
		c.way.SetSelected(max(slices.Index(approval.Ways, s.Way), 0))
		c.approver.SetText(s.Approver)
		c.draw()
	})
}

func (c *approvalCard) save() {
	s := approval.Setting{Way: c.chosen(), Approver: c.approver.Text()}
	c.queue.Do(c.host,
		func(ctx context.Context) error { return c.service.SaveSetting(ctx, s) },
		func(err error) {
			c.wrong.Set("")
			if err != nil {
				c.wrong.Set(c.host.Sentence(err))
			}
			c.changed()
		},
	)
}
