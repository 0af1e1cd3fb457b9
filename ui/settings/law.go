package settings

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"parvis/app/legal"
	"parvis/assets/icons"
	"parvis/ui/kit"
	"parvis/ui/page"
)

// Law keeps the rules that are checked before publishing.
type Law interface {
	Rules(ctx context.Context) ([]legal.Rule, error)
	Amend(ctx context.Context, r legal.Rule) (legal.Rule, legal.Undo, error)
	Restore(ctx context.Context, id legal.ID) (legal.Undo, error)
}

// lawCard lists the rules with their sources; each can be put off, and its words
// changed.
type lawCard struct {
	host    page.Host
	service Law
	object  fyne.CanvasObject
	rows    *fyne.Container
	loader  page.Loader
	queue   page.Queue
	changed func() // lays the page out again
}

func newLawCard(h page.Host, service Law, changed func()) *lawCard {
	text := h.Text()
	c := &lawCard{host: h, service: service, changed: changed, rows: kit.VStack(12)}
	add := kit.NewButton(text.T("settings.law.add"), func() { newRuleForm(c, legal.Rule{}).Show() }).Compact().WithIcon(icons.Plus)
	c.object = kit.NewCard(kit.VStack(14,
		kit.SectionHeader(text.T("settings.law.title"), nil, add),
		kit.Secondary(text.T("settings.law.what")).Wrapped(), c.rows,
	))
	return c
}

func (c *lawCard) load() {
	page.LoadAfter(&c.queue, &c.loader, c.host, c.service.Rules, func(rules []legal.Rule, err error) {
		if err != nil {
			c.host.Failed(err)
			return
		}
		c.draw(rules)
	})
}

func (c *lawCard) draw(rules []legal.Rule) {
	c.rows.Objects = nil
	for _, r := range rules {
		c.rows.Add(c.row(r))
	}
	c.changed()
}

// row is one rule: on or off, what it is about and where it comes from.
func (c *lawCard) row(r legal.Rule) fyne.CanvasObject {
	text := c.host.Text()
	on := kit.NewCheckbox(c.name(r), !r.Off, func(checked bool) {
		r.Off = !checked
		c.amend(r, nil)
	})
	about := text.T("settings.law.own")
	if !r.Own() {
		about = text.T("settings.law.source", "Source", r.Source, "Read", r.Read)
	}
	if r.Amended {
		about += " · " + text.T("settings.law.amended")
	}
	edit := kit.NewQuietIconButton(icons.Edit, text.T("settings.law.edit", "Rule", c.name(r)), func() { newRuleForm(c, r).Show() }).Compact()
	return kit.VStack(2, kit.HStackTop(8, kit.Grow(on), edit), kit.PadSides(0, 0, 0, 28, kit.Caption(about).Wrapped()))
}

// name is what a rule is called.
func (c *lawCard) name(r legal.Rule) string {
	if r.Own() {
		return r.Name
	}
	return c.host.Text().T("settings.law.rule." + string(r.ID))
}

// amend keeps a rule, and offers to take that back. done is told of the error, nil
// for the page's own way to show it.
func (c *lawCard) amend(r legal.Rule, done func(error)) {
	c.run(c.host.Text().T("settings.law.kept"), func(ctx context.Context) (undo legal.Undo, err error) {
		_, undo, err = c.service.Amend(ctx, r)
		return undo, err
	}, done)
}

// restore brings a rule back as it was shipped, or removes one of the owner's own.
func (c *lawCard) restore(r legal.Rule) {
	said := "settings.law.restored"
	if r.Own() {
		said = "settings.law.removed"
	}
	c.run(c.host.Text().T(said), func(ctx context.Context) (legal.Undo, error) { return c.service.Restore(ctx, r.ID) }, nil)
}

func (c *lawCard) run(said string, change func(ctx context.Context) (legal.Undo, error), done func(error)) {
	var undo legal.Undo
	c.queue.Do(c.host,
		func(ctx context.Context) (err error) {
			undo, err = change(ctx)
			return err
		},
		func(err error) {
			switch {
			case done != nil:
				done(err)
			case err != nil:
				c.host.Failed(err)
			}
			c.load()
			if err != nil {
				return
			}
			c.host.Toast(said, func() {
				c.queue.Do(c.host, undo, func(err error) {
					if err != nil {
						c.host.Failed(err)
					}
					c.load()
				})
			})
		},
	)
}

// ruleForm changes the words of a rule, or makes one.
type ruleForm struct {
	*kit.Modal
	card    *lawCard
	rule    legal.Rule
	name    *kit.Entry
	advice  *kit.Entry
	words   *kit.Entry
	except  *kit.Entry
	labels  *kit.Entry
	mention *kit.Entry
}

func newRuleForm(c *lawCard, r legal.Rule) *ruleForm {
	text := c.host.Text()
	area := func(key string, lines []string) *kit.Entry {
		e := kit.NewTextArea(text.T(key))
		e.SetRows(2)
		e.SetText(strings.Join(lines, "\n"))
		return e
	}
	own := r.ID == "" || r.Own()
	f := &ruleForm{
		card: c, rule: r,
		name: kit.NewEntry(text.T("settings.law.form.name")), advice: area("settings.law.form.advice", []string{r.Advice}),
		words: area("settings.law.form.words", r.Words).WithHint(text.T("settings.law.form.words_why")), except: area("settings.law.form.except", r.Except),
		labels: area("settings.law.form.labels", r.Labels), mention: area("settings.law.form.mention", []string{r.Mention}),
	}
	f.name.SetText(r.Name)
	fields := kit.VStack(12)
	first := f.words
	title := text.T("settings.law.form.new")
	switch {
	case r.ID == "":
		first = f.name
	default:
		title = c.name(r)
	}
	if own {
		fields.Add(f.name)
		fields.Add(f.advice)
	}
	// A rule that is declared is called by no word; only the labelled have labels.
	if own || len(r.Words) > 0 {
		fields.Add(f.words)
		fields.Add(f.except)
	} else {
		first = f.labels
	}
	if len(r.Labels) > 0 {
		fields.Add(f.labels)
	}
	if own || r.Mention != "" {
		fields.Add(f.mention)
	}
	if r.ID != "" && (own || r.Amended) {
		key := "settings.law.form.restore"
		if own {
			key = "settings.law.form.remove"
		}
		fields.Add(kit.HStack(0, kit.NewButton(text.T(key), func() {
			f.Close()
			c.restore(r)
		}).Compact(), kit.GrowSpace()))
	}
	f.Modal = kit.NewModal(text, c.host.Window().Canvas(), kit.ModalOptions{
		Title: title, Content: fields, Primary: text.T("settings.law.form.keep"), OnConfirm: f.confirm,
		First: first.Focusable(), Width: 520,
	})
	return f
}

// confirm keeps the rule, and closes the form once it is kept.
func (f *ruleForm) confirm() (done bool) {
	r := f.rule
	r.Name, r.Advice, r.Mention = strings.TrimSpace(f.name.Text()), strings.TrimSpace(f.advice.Text()), strings.TrimSpace(f.mention.Text())
	r.Words, r.Except, r.Labels = linesOf(f.words), linesOf(f.except), linesOf(f.labels)
	f.card.amend(r, func(err error) {
		if err != nil {
			f.SetError(f.card.host.Sentence(err))
			return
		}
		f.Close()
	})
	return false
}

// linesOf are the lines of a field that say something.
func linesOf(e *kit.Entry) []string {
	var lines []string
	for _, line := range strings.Split(e.Text(), "\n") {
		if line = strings.TrimSpace(line); line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}
