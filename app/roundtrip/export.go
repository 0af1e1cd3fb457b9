package roundtrip

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"parvis/app"
	"parvis/app/editorial"
	"parvis/app/metrics"
	"parvis/app/networks"
	"parvis/app/reports"
	"parvis/app/strategy"
	"parvis/assets/translations"
)

// Words on the hidden sheet of what Parvis exports: this one, then what the
// workbook is, then the ID of the export.
const markOfParvis = "parvis"

// typable are the states that a sheet offers: the others are given by what
// became of a post, never by typing.
var typable = []editorial.State{
	editorial.StateIdea, editorial.StateDraft, editorial.StateToReview, editorial.StateToFix, editorial.StateApproved,
	editorial.StateScheduled, editorial.StateDropped,
}

// Calendar makes the workbook of the posts of a range, in the language of the
// catalogue, and keeps in the file what left, as the base of the merge to come.
// progress may be nil; it is called on the caller's goroutine. It fails with
// CodeNotFound when the range holds no post; when ctx ends its error is
// returned and no base is kept.
func (s *Service) Calendar(ctx context.Context, r Range, c *translations.Catalogue, progress func(Step)) (reports.Workbook, error) {
	h, err := s.house(ctx)
	if err != nil {
		return reports.Workbook{}, err
	}
	posts, err := s.store.Posts(ctx, r)
	if err != nil {
		return reports.Workbook{}, err
	}
	if len(posts) == 0 {
		return reports.Workbook{}, app.Fail(app.CodeNotFound, "roundtrip.error.nothing")
	}
	figures, err := s.figuresOf(ctx, r)
	if err != nil {
		return reports.Workbook{}, err
	}
	dates, err := s.keyDates(ctx, r)
	if err != nil {
		return reports.Workbook{}, err
	}
	w := writer{house: h, c: c, figures: figures, dates: dates, pictures: map[app.ID][]string{}}
	export := Export{ID: s.ids.New(), Kind: KindCalendar, MadeAt: s.clock.Now(), Rows: make(map[app.ID]Values, len(posts))}
	form := reports.Form{
		Business: h.business.Name, Name: c.T("roundtrip.calendar.file", "From", r.From.String(), "To", r.To.String()),
		Title: c.T("roundtrip.calendar.title", "From", c.DateNumeric(r.From), "To", c.DateNumeric(r.To)),
		Note:  c.T("roundtrip.calendar.note"), Sheet: c.T("roundtrip.calendar.sheet"), Table: c.T("roundtrip.calendar.table"),
		Day: h.now.Date, Columns: w.columns(), Pages: 4, Repeated: 4, Marks: []string{markOfParvis, string(KindCalendar), string(export.ID)},
	}
	for _, k := range posts {
		if err := ctx.Err(); err != nil {
			return reports.Workbook{}, err
		}
		for _, i := range k.Post.Images {
			name := string(i.Hash)
			if image, err := s.rooms.Images.Image(ctx, i.Hash); err == nil && image.Name != "" {
				name = image.Name
			}
			w.pictures[k.Post.ID] = append(w.pictures[k.Post.ID], name)
		}
		v := withFormat(h.valuesOf(k), k.Post)
		export.Rows[k.Post.ID] = v
		form.Rows = append(form.Rows, w.row(k, v))
	}
	book, err := reports.Fill(ctx, form, c, func(step reports.Step) {
		if progress != nil {
			progress(Step(step))
		}
	})
	if err != nil {
		return reports.Workbook{}, fmt.Errorf("exporting the calendar: %w", err)
	}
	return book, s.store.SaveExport(ctx, export)
}

// withFormat completes a row with the format that the pictures of its post give
// away, when nobody typed one.
func withFormat(v Values, p editorial.Post) Values {
	if v[ColumnFormat] == "" && (len(p.Images) > 0 || p.Text != "") {
		switch len(p.Images) {
		case 0:
			v[ColumnFormat] = "text"
		case 1:
			v[ColumnFormat] = "photo"
		default:
			v[ColumnFormat] = "carousel"
		}
	}
	return v
}

// figuresOf returns what was measured of the posts published in a range.
func (s *Service) figuresOf(ctx context.Context, r Range) (map[app.ID]metrics.PostFigures, error) {
	all := make(map[app.ID]metrics.PostFigures)
	if r.From.IsZero() || r.To.IsZero() {
		return all, nil
	}
	figures, err := s.rooms.Figures.Posts(ctx, metrics.Period{Span: metrics.Month, From: r.From, To: r.To})
	if err != nil {
		return nil, err
	}
	for _, f := range figures {
		sum, there := all[f.PostID]
		if !there {
			all[f.PostID] = f
			continue
		}
		// A sum of which a part is missing is missing.
		sum.Reach, sum.Interactions = plus(sum.Reach, f.Reach), plus(sum.Interactions, f.Interactions)
		all[f.PostID] = sum
	}
	return all, nil
}

func plus(a, b *float64) *float64 {
	if a == nil || b == nil {
		return nil
	}
	sum := *a + *b
	return &sum
}

// keyDates returns the key dates of a range by day.
func (s *Service) keyDates(ctx context.Context, r Range) (map[app.Date][]app.Message, error) {
	all := make(map[app.Date][]app.Message)
	if r.From.IsZero() || r.To.IsZero() {
		return all, nil
	}
	dates, err := s.rooms.KeyDates.Between(ctx, r.From, r.To)
	for _, k := range dates {
		all[k.Date] = append(all[k.Date], k.Name())
	}
	return all, err
}

// writer writes the rows of a calendar.
type writer struct {
	house
	c        *translations.Catalogue
	figures  map[app.ID]metrics.PostFigures
	dates    map[app.Date][]app.Message
	pictures map[app.ID][]string
}

func (w writer) columns() []reports.FormColumn {
	all := make([]reports.FormColumn, len(columns))
	for i, col := range columns {
		all[i] = reports.FormColumn{
			Header: w.c.Say(col.name.Name()), Width: col.width, Kind: col.kind, Locked: col.role == computed,
		}
		switch col.name {
		case ColumnState:
			for _, s := range typable {
				all[i].Choices = append(all[i].Choices, w.c.Say(s.Name()))
			}
		case ColumnPillar:
			for _, p := range w.strategy.Pillars {
				all[i].Choices = append(all[i].Choices, p.Name)
			}
		case ColumnFormat:
			for _, f := range formats {
				all[i].Choices = append(all[i].Choices, w.c.T("roundtrip.format."+f))
			}
			all[i].Others = true
		}
	}
	return all
}

// row writes the cells of a post.
func (w writer) row(k Kept, v Values) []reports.FormCell {
	p := k.Post
	cells := make([]reports.FormCell, len(columns))
	for i, col := range columns {
		cell := &cells[i]
		switch col.name {
		case ColumnID:
			cell.Text = string(p.ID)
		case ColumnDate:
			if !p.At.IsZero() {
				day := reports.Serial(p.At.Date)
				cell.Number = &day
			}
		case ColumnTime:
			if !p.At.IsZero() {
				part := float64(p.At.Time.Minutes()) / (24 * 60)
				cell.Number = &part
			}
		case ColumnWeekday:
			if !p.At.IsZero() {
				cell.Text = w.c.Weekday(p.At.Date.Weekday())
			}
		case ColumnWeek:
			if !p.At.IsZero() {
				week := float64(p.At.Date.Week())
				cell.Number = &week
			}
		case ColumnKeyDate:
			var names []string
			for _, m := range w.dates[p.At.Date] {
				names = append(names, w.c.Say(m))
			}
			cell.Text = strings.Join(names, ", ")
		case ColumnAccounts:
			var handles []string
			for _, id := range p.Accounts {
				for _, a := range w.accounts {
					if a.ID == id {
						handles = append(handles, a.Handle)
					}
				}
			}
			cell.Text = strings.Join(handles, ", ")
		case ColumnHook:
			cell.Text = hookOf(p.Text)
		case ColumnHashtags:
			cell.Text = hashtagsOf(p.Text)
		case ColumnMentions:
			cell.Text = mentionsOf(p.Text)
		case ColumnLink:
			cell.Text = linkOf(p.Text)
		case ColumnImages:
			cell.Text = strings.Join(w.pictures[p.ID], "\n")
		case ColumnPublished:
			cell.Text = strings.Join(k.Links, "\n")
		case ColumnReach, ColumnInteractions, ColumnRate, ColumnClicks:
			*cell = w.figure(k, col.name)
		default:
			*cell = written(col, v[col.name], w.c)
		}
	}
	return cells
}

// figure writes what was measured of a published post, or that nobody measured
// it; nothing is expected of the others.
func (w writer) figure(k Kept, c Column) reports.FormCell {
	if k.State != editorial.StatePublished && k.State != editorial.StatePartial {
		return reports.FormCell{}
	}
	f := w.figures[k.Post.ID]
	var value *float64
	switch c {
	case ColumnReach:
		value = f.Reach
	case ColumnInteractions:
		value = f.Interactions
	case ColumnRate:
		if f.Reach != nil && f.Interactions != nil && *f.Reach > 0 {
			rate := *f.Interactions / *f.Reach
			value = &rate
		}
	}
	if value == nil {
		return reports.FormCell{Text: w.c.T("metrics.missing")}
	}
	return reports.FormCell{Number: value}
}

// written writes a value as a cell shows it.
func written(col column, value string, c *translations.Catalogue) reports.FormCell {
	if col.kind == reports.FormMoney {
		if v, err := strconv.ParseFloat(value, 64); err == nil {
			return reports.FormCell{Number: &v}
		}
	}
	return reports.FormCell{Text: Shown(col.name, value, c)}
}

// Shown returns a value of Values as people read it in a language.
func Shown(of Column, value string, c *translations.Catalogue) string {
	if value == "" {
		return ""
	}
	switch of {
	case ColumnDate:
		if d, err := app.ParseDate(value); err == nil {
			return c.DateNumeric(d)
		}
	case ColumnNetworks:
		var names []string
		for _, n := range splitNetworks(value) {
			names = append(names, n.Name())
		}
		return strings.Join(names, " + ")
	case ColumnState:
		return c.Say(editorial.State(value).Name())
	case ColumnFormat:
		if slices.Contains(formats, value) {
			return c.T("roundtrip.format." + value)
		}
	case ColumnObjective:
		if slices.Contains(strategy.Measurable(), metrics.Metric(value)) {
			return c.T("metrics." + value)
		}
	case ColumnBudget:
		if v, err := strconv.ParseFloat(value, 64); err == nil {
			return c.Money(int64(v*100 + 0.5))
		}
	}
	return value
}

// names joins the names of networks.
func names(all []networks.Network) string {
	words := make([]string, len(all))
	for i, n := range all {
		words[i] = n.Name()
	}
	return strings.Join(words, ", ")
}

// Posts returns the posts of a range, for a choice among them.
func (s *Service) Posts(ctx context.Context, r Range) ([]Kept, error) { return s.store.Posts(ctx, r) }
