package editorial

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"parvis/app"
	"parvis/app/editorial"
	"parvis/assets/icons"
	"parvis/ui/kit"
	"parvis/ui/page"
)

// The columns of the list.
const (
	listMoment = iota
	listTitle
	listState
	listPillar
	listNetworks
	listCampaign
	listAuthor
)

// orders are what the columns sort by, -1 for one that does not.
var orders = [...]editorial.SortKey{
	listMoment: editorial.ByMoment, listTitle: editorial.ByTitle, listState: editorial.ByState, listPillar: editorial.ByPillar,
	listNetworks: -1, listCampaign: editorial.ByCampaign, listAuthor: editorial.ByAuthor,
}

// pageRows is how many rows are read at a time: the list may be of any length.
const pageRows = 100

// list shows all posts, sorted, of which only those near what is seen are read.
type list struct {
	calendar *calendar
	box      fyne.CanvasObject
	place    *fyne.Container
	table    *kit.DataTable
	empty    fyne.CanvasObject // nothing was ever written
	nothing  fyne.CanvasObject // the filters keep nothing

	sort   editorial.Sort
	total  int
	pages  map[int][]editorial.Summary // by their number, of what was read
	coming map[int]bool                // pages that are being read
	age    int                         // of what was read: an answer to an older question is dropped
	placed bool                        // scrolled to today, or further by a person
}

var _ sight = (*list)(nil)

func newList(c *calendar) *list {
	text := c.host.Text()
	l := &list{calendar: c, place: container.NewStack()}
	column := func(key string, weight, least float32) kit.TableColumn {
		return kit.TableColumn{Title: text.T("editorial.calendar.column." + key), Weight: weight, MinWidth: least, Sortable: true}
	}
	l.table = kit.NewDataTable(
		column("moment", 0.3, 146), column("title", 3, 120), column("state", 0.4, 92), column("pillar", 0.6, 92),
		kit.TableColumn{Title: text.T("editorial.calendar.column.networks"), Weight: 0.3, MinWidth: 82},
		column("campaign", 0.7, 82), column("author", 0.5, 66),
	).WithMarks(l.isMarked, l.all, l.mark, l.markAll)
	l.table.OnSort = l.order
	l.table.OnOpened = func(row int) {
		if p, ok := l.row(row); ok {
			c.open(p.ID)
		}
	}
	l.table.OnRemove = func(row int) {
		if ids := c.acted(); len(ids) > 0 {
			c.removeAll(ids)
		}
	}
	l.table.OnSeen = l.complete
	l.table.SetSorted(listMoment, false)
	l.empty = kit.NewEmptyState(icons.List, text.T("editorial.calendar.list.empty"),
		kit.NewButton(text.T("editorial.new"), func() { c.page.Show(page.Target{View: page.NewPost}) }))
	l.nothing = kit.NewEmptyState(icons.Filter, text.T("editorial.calendar.list.nothing"),
		kit.NewButton(text.T("editorial.calendar.filter.clear"), c.clearFilter))
	l.box = kit.NewCard(l.place)
	return l
}

// order sorts by a column.
func (l *list) order(column int, descending bool) {
	l.sort = editorial.Sort{By: orders[column], Descending: descending}
	l.table.SetSorted(column, descending)
	l.fromTop()
	l.calendar.load()
}

// orderItems are the columns to sort by; that of now turns the order round.
func (l *list) orderItems() []*fyne.MenuItem {
	var items []*fyne.MenuItem
	for column, by := range orders {
		if by < 0 {
			continue
		}
		now := l.sort.By == by
		item := fyne.NewMenuItem(l.table.Column(column).Title, func() { l.order(column, now && !l.sort.Descending) })
		item.Checked = now
		items = append(items, item)
	}
	return items
}

func (l *list) object() fyne.CanvasObject { return l.box }
func (l *list) focusable() fyne.Focusable { return l.table.Focusable() }
func (l *list) remark()                   { l.table.RefreshMarks() }
func (l *list) next(int) app.Date         { return l.calendar.day }

// choose scrolls to the first post from a day on.
func (l *list) choose(app.Date) {}

func (l *list) heading() string {
	return l.calendar.host.Text().N("editorial.calendar.list.count", l.total)
}

func (l *list) current() app.ID {
	p, _ := l.row(l.table.Selected())
	return p.ID
}

// moment is that of the row selected.
func (l *list) moment() app.Civil {
	p, _ := l.row(l.table.Selected())
	return p.At
}

func (l *list) here() editorial.Change { return editorial.Change{Day: l.moment().Date} }

// fromTop forgets where the list was scrolled to.
func (l *list) fromTop() { l.placed = false }

// row returns a row of the list, false when it is not read yet.
func (l *list) row(i int) (editorial.Summary, bool) {
	if i < 0 || i >= l.total {
		return editorial.Summary{}, false
	}
	rows := l.pages[i/pageRows]
	if i%pageRows >= len(rows) {
		return editorial.Summary{}, false
	}
	return rows[i%pageRows], true
}

// listed is what one reading of the list found.
type listed struct {
	total int
	first int // the row to show at the top, -1 to stay
	pages map[int][]editorial.Summary
}

// read counts the posts and reads those that will be seen.
func (l *list) read() func(context.Context) (func(), error) {
	c := l.calendar
	filter, order, day := c.filter, l.sort, c.day
	stay := l.placed && c.wanted.IsZero()
	top := l.table.Top()
	return func(ctx context.Context) (func(), error) {
		r := listed{first: -1, pages: make(map[int][]editorial.Summary)}
		var err error
		if r.total, err = c.services.Posts.Count(ctx, filter); err != nil {
			return nil, err
		}
		if !stay {
			if top, err = l.startOf(ctx, r.total, filter, order, day); err != nil {
				return nil, err
			}
			r.first = top
		}
		top = max(min(top, r.total-1), 0)
		n := top / pageRows
		rows, err := l.readPages(ctx, filter, order, n, (top+pageRows/2)/pageRows)
		if err != nil {
			return nil, err
		}
		for ; len(rows) > pageRows; n++ {
			r.pages[n], rows = rows[:pageRows], rows[pageRows:]
		}
		r.pages[n] = rows
		return func() { l.show(r) }, nil
	}
}

// startOf is the row at which a day begins in the order of the moments, the first in
// every other order. It is counted from the end: most posts are of the past.
func (l *list) startOf(ctx context.Context, total int, filter editorial.Filter, order editorial.Sort, day app.Date) (int, error) {
	if order.By != editorial.ByMoment || order.Descending || filter.Unplaced {
		return 0, nil
	}
	ahead, unplaced := filter, filter
	ahead.From, unplaced.Unplaced = day, true
	after, err := l.calendar.services.Posts.Count(ctx, ahead)
	if err != nil {
		return 0, err
	}
	last, err := l.calendar.services.Posts.Count(ctx, unplaced)
	return total - after - last, err
}

// readPages reads pages that follow each other, at once.
func (l *list) readPages(ctx context.Context, filter editorial.Filter, order editorial.Sort, from, to int) ([]editorial.Summary, error) {
	return l.calendar.services.Posts.List(ctx, editorial.Query{
		Filter: filter, Sort: order, Offset: from * pageRows, Limit: (to - from + 1) * pageRows,
	})
}

func (l *list) show(r listed) {
	l.age++
	l.total, l.pages, l.coming = r.total, r.pages, make(map[int]bool)
	l.placed = true
	l.table.SetRows(r.total, l.cell)
	if r.first >= 0 {
		l.table.ScrollTo(r.first)
		l.table.Select(min(r.first, r.total-1))
	}
}

// complete reads what is seen and not read yet.
func (l *list) complete(first, count int) {
	c := l.calendar
	for n := first / pageRows; n <= (first+count-1)/pageRows && count > 0; n++ {
		if _, there := l.pages[n]; there || l.coming[n] {
			continue
		}
		l.coming[n] = true
		age, filter, order := l.age, c.filter, l.sort
		var rows []editorial.Summary
		page.Do(c.host, func(ctx context.Context) (err error) {
			rows, err = l.readPages(ctx, filter, order, n, n)
			return err
		}, func(err error) {
			if age != l.age {
				return
			}
			delete(l.coming, n)
			if err != nil {
				c.host.Failed(err)
				return
			}
			l.pages[n] = rows
			l.table.Refresh()
		})
	}
}

func (l *list) draw() {
	shown := fyne.CanvasObject(l.table)
	switch {
	case l.total > 0:
	case l.calendar.filtered() > 0 || len(l.calendar.filter.Pillars) > 0:
		shown = l.nothing
	default:
		shown = l.empty
	}
	if len(l.place.Objects) == 0 || l.place.Objects[0] != shown {
		l.place.Objects = []fyne.CanvasObject{shown}
		l.place.Refresh()
	}
	l.table.Refresh()
}

func (l *list) cell(row, column int) kit.Cell {
	p, ok := l.row(row)
	if !ok {
		return kit.Cell{}
	}
	c := l.calendar
	switch column {
	case listMoment:
		return l.momentCell(p)
	case listTitle:
		return kit.Cell{Text: c.name(p), Strong: true}
	case listState:
		return kit.Cell{Text: c.stateName(p), Color: toneOf(p.State).Text(), Tip: c.keptBy(p)}
	case listPillar:
		cell := kit.Cell{Text: c.pillarName(p.PillarID)}
		if cell.Text != "" {
			cell.Dot = kit.PillarColor(c.colours()[p.PillarID])
		}
		return cell
	case listNetworks:
		return kit.Cell{Networks: networksOf(p)}
	case listCampaign:
		return kit.Cell{Text: c.campaignName(p.CampaignID), Color: kit.ColorMuted}
	}
	return kit.Cell{Text: p.Author, Color: kit.ColorMuted}
}

// momentCell is the moment of a post: another year than this one is written in full.
func (l *list) momentCell(p editorial.Summary) kit.Cell {
	text := l.calendar.host.Text()
	switch {
	case p.At.IsZero():
		return kit.Cell{Text: text.T("editorial.tray.title"), Color: kit.ColorMuted}
	case p.At.Date.Year != l.calendar.host.Now().Year():
		return kit.Cell{Text: text.DateNumeric(p.At.Date) + " " + p.At.Time.String()}
	}
	return kit.Cell{Text: text.Moment(p.At)}
}

func (l *list) isMarked(row int) bool {
	p, ok := l.row(row)
	return ok && l.calendar.marked[p.ID]
}

func (l *list) all() bool { return l.total > 0 && len(l.calendar.marked) >= l.total }

// mark marks rows, or no longer. Those between that are not read yet are asked for.
func (l *list) mark(from, to int, marked bool) {
	var ids []app.ID
	for i := from; i <= to; i++ {
		p, ok := l.row(i)
		if !ok {
			l.askIDs(func(all []app.ID) {
				if to < len(all) {
					l.calendar.mark(all[from:to+1], marked)
				}
			})
			return
		}
		ids = append(ids, p.ID)
	}
	l.calendar.mark(ids, marked)
}

func (l *list) markAll(marked bool) {
	if !marked {
		l.calendar.unmark()
		return
	}
	l.askIDs(func(all []app.ID) { l.calendar.mark(all, true) })
}

func (l *list) askIDs(done func([]app.ID)) {
	c, filter, order := l.calendar, l.calendar.filter, l.sort
	var ids []app.ID
	page.Do(c.host, func(ctx context.Context) (err error) {
		ids, err = c.services.Posts.IDs(ctx, filter, order)
		return err
	}, func(err error) {
		if err != nil {
			c.host.Failed(err)
			return
		}
		done(ids)
	})
}
