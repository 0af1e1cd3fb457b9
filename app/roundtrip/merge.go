package roundtrip

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"path/filepath"
	"slices"
	"time"

	"parvis/app"
	"parvis/app/editorial"
	"parvis/app/networks"
	"parvis/app/roundtrip/sheets"
)

// Change is a cell that differs: what left, what the post says now, what the
// sheet says.
type Change struct {
	Column   Column
	Base     string
	Here     string
	There    string
	Conflict bool // changed on both sides, to different things
}

// merge3 compares the cells of a row: what only the sheet changed is taken, what
// only Parvis changed is left, what both changed otherwise is a conflict. Only
// the columns that the sheet has are compared.
func merge3(base, here, there Values, compared func(Column) bool) []Change {
	var all []Change
	for _, c := range columns {
		if c.role == computed || !compared(c.name) {
			continue
		}
		b, h, t := base[c.name], here[c.name], there[c.name]
		if t == b || t == h {
			continue
		}
		all = append(all, Change{Column: c.name, Base: b, Here: h, There: t, Conflict: h != b})
	}
	return all
}

// RowKind says what a row of a merge is.
type RowKind string

// The kinds of rows.
const (
	RowChanged  RowKind = "changed"  // the sheet changed it
	RowConflict RowKind = "conflict" // some cell was changed on both sides
	RowAdded    RowKind = "added"    // without an ID: a new post
	RowRemoved  RowKind = "removed"  // no longer in the sheet
	RowRefused  RowKind = "refused"  // cannot be taken, see Reasons
)

// MergeRow is a row that differs, and what its owner decides about it.
type MergeRow struct {
	Kind    RowKind
	Number  int    // in the sheet, 0 for a removed one
	PostID  app.ID // "" for an added one
	Label   string
	Changes []Change      // of a changed or conflicting one, and what an added one says
	Reasons []app.Message // why it is refused
	Notes   []app.Message // what is not done as it was typed
	// Take brings the row in. It is true at first for changed and added rows, of
	// which none looks like a post that is there already.
	Take bool
	// Sheet settles the conflicts of the row for the sheet; else Parvis keeps
	// what it has, and takes the other changes of the row.
	Sheet bool

	base, there Values
	kept        Kept
}

// Merge is a workbook compared with the file.
type Merge struct {
	Name   string
	MadeAt time.Time // when it left; zero when that is not known
	Rows   []MergeRow
	Same   int // rows without a difference
	// Ignored counts the cells that Parvis computes and that were typed over.
	Ignored int
	// Alone tells that the export is not known to this file: every difference is
	// then taken for one of the sheet.
	Alone bool
	// Again is when the same file was taken in before, zero when it was not.
	Again time.Time

	export app.ID
	sum    string
}

// Count returns how many rows are of a kind.
func (m *Merge) Count(k RowKind) int {
	n := 0
	for _, r := range m.Rows {
		if r.Kind == k {
			n++
		}
	}
	return n
}

// Taken returns how many rows Apply would bring in.
func (m *Merge) Taken() int {
	n := 0
	for _, r := range m.Rows {
		if r.takes() {
			n++
		}
	}
	return n
}

// takes reports whether applying the row does something.
func (r *MergeRow) takes() bool {
	if !r.Take || r.Kind == RowRefused {
		return false
	}
	return r.Kind != RowConflict || r.Sheet || slices.ContainsFunc(r.Changes, func(c Change) bool { return !c.Conflict })
}

// Compare reads a workbook that Parvis exported and somebody edited, and compares
// it with what left and with the posts as they are. Nothing is written.
//
// Errors: CodeInvalid for a file that cannot be read or is not such a workbook.
func (s *Service) Compare(ctx context.Context, name string, data []byte) (*Merge, error) {
	book, err := sheets.Read(name, data)
	if err != nil {
		return nil, err
	}
	back, ok := s.readReturned(book, Columns())
	if !ok || back.kind == KindApproval {
		return nil, app.Fail(app.CodeInvalid, "roundtrip.error.not_ours", "File", filepath.Base(name))
	}
	h, err := s.house(ctx)
	if err != nil {
		return nil, err
	}
	m := &Merge{Name: filepath.Base(name), export: back.export, sum: sumOf(data)}
	before, err := s.store.Taken(ctx, m.sum)
	if err != nil {
		return nil, err
	}
	m.Again = before.At
	base, err := s.store.Export(ctx, back.export)
	switch {
	case app.CodeOf(err) == app.CodeNotFound:
		m.Alone = true
	case err != nil:
		return nil, err
	default:
		m.MadeAt = base.MadeAt
	}
	posts, err := s.store.PostsByID(ctx, idsOf(back, base))
	if err != nil {
		return nil, err
	}
	alike, err := s.alike(ctx)
	if err != nil {
		return nil, err
	}
	c := comparison{Service: s, house: h, back: back, base: base, posts: posts, alike: alike}
	c.compare(m)
	return m, ctx.Err()
}

func sumOf(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// idsOf lists the posts that a workbook and its base are about.
func idsOf(back returned, base Export) []app.ID {
	ids := slices.Collect(maps.Keys(base.Rows))
	for _, r := range back.rows {
		if _, known := base.Rows[app.ID(r.id)]; r.id != "" && !known {
			ids = append(ids, app.ID(r.id))
		}
	}
	return ids
}

// comparison is a workbook being compared.
type comparison struct {
	*Service
	house
	back  returned
	base  Export
	posts map[app.ID]Kept
	alike map[likeness]bool
}

func (c *comparison) compare(m *Merge) {
	times := make(map[string]int)
	for _, r := range c.back.rows {
		if r.id != "" {
			times[r.id]++
		}
	}
	for _, r := range c.back.rows {
		var row MergeRow
		switch {
		case r.id == "":
			row = c.added(r)
		case times[r.id] > 1:
			row = refused(r, app.ID(r.id), app.Say("roundtrip.refused.twice"))
		default:
			row = c.existing(m, r)
		}
		switch {
		case row.Kind == "" && r.id != "":
			m.Same++
		case row.Kind != "":
			m.Rows = append(m.Rows, row)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(c.base.Rows)) {
		k, there := c.posts[id]
		if !there || times[string(id)] > 0 || k.State == editorial.StateDropped {
			continue
		}
		row := MergeRow{Kind: RowRemoved, PostID: id, Label: k.Post.Label(), kept: k}
		if k.State.Fixed() {
			row.Kind, row.Reasons = RowRefused, []app.Message{app.Say("roundtrip.refused.fixed_removed")}
		}
		m.Rows = append(m.Rows, row)
	}
	slices.SortStableFunc(m.Rows, func(a, b MergeRow) int { return cmp.Compare(a.last(), b.last()) })
}

// last puts the rows that are no longer in the sheet after those that are.
func (r MergeRow) last() int {
	if r.Number == 0 {
		return 1 << 30
	}
	return r.Number
}

func refused(r returnedRow, id app.ID, reasons ...app.Message) MergeRow {
	return MergeRow{
		Kind: RowRefused, Number: r.number, PostID: id, Reasons: reasons,
		Label: editorial.Label(r.cells[ColumnTitle], r.cells[ColumnText]),
	}
}

// compared reports whether the sheet still has a column.
func (c *comparison) compared(of Column) bool {
	_, there := c.back.has[of]
	return there
}

// existing compares the row of a post; its Kind is "" when nothing differs.
func (c *comparison) existing(m *Merge, r returnedRow) MergeRow {
	id := app.ID(r.id)
	k, there := c.posts[id]
	base, exported := c.base.Rows[id]
	switch {
	case !there && exported:
		return refused(r, id, app.Say("roundtrip.refused.gone"))
	case !there:
		return refused(r, id, app.Say("roundtrip.refused.unknown"))
	}
	here := withFormat(c.valuesOf(k), k.Post)
	if !exported {
		base = here
	}
	typed, problems, notes := c.valuesIn(c.house, r)
	c.completeMoment(typed, base, here, k.Post)
	note := c.asTyped(typed, here, base)
	m.Ignored += c.ignored(r, k)
	changes := merge3(base, here, typed, c.compared)
	// A cell that could not be read, but is as it left, is no change.
	problems = c.stillProblems(r, base, problems)
	if len(changes) == 0 && len(problems) == 0 {
		return MergeRow{}
	}
	row := MergeRow{
		Kind: RowChanged, Number: r.number, PostID: id, Label: k.Post.Label(), Changes: changes, Notes: notes,
		Take: true, base: base, there: typed, kept: k,
	}
	if !note.IsZero() {
		row.Notes = append(row.Notes, note)
	}
	if next, reasons := c.result(row, true); len(reasons) == 0 && c.outdates(k, next) {
		row.Notes = append(row.Notes, app.Say("roundtrip.note.outdated"))
	}
	if len(k.Post.Variants) > 0 && slices.ContainsFunc(changes, func(c Change) bool { return c.Column == ColumnText }) {
		var own []networks.Network
		for _, v := range k.Post.Variants {
			own = append(own, v.Network)
		}
		row.Notes = append(row.Notes, app.Say("roundtrip.note.variants", "Networks", names(own)))
	}
	if k.State.Fixed() {
		row.Kind, row.Reasons, row.Take = RowRefused, []app.Message{app.Say("roundtrip.refused.fixed")}, false
		return row
	}
	if len(problems) > 0 {
		row.Kind, row.Reasons, row.Take = RowRefused, problems, false
		return row
	}
	if slices.ContainsFunc(changes, func(c Change) bool { return c.Conflict }) {
		row.Kind = RowConflict
	}
	// What either choice would give must be possible.
	for _, sheet := range []bool{false, true} {
		if _, reasons := c.result(row, sheet); len(reasons) > 0 {
			row.Kind, row.Reasons, row.Take = RowRefused, reasons, false
			return row
		}
		if row.Kind == RowChanged {
			break
		}
	}
	return row
}

// stillProblems drops the problems of cells that nobody changed: what is of the
// strategy may have been removed since.
func (c *comparison) stillProblems(r returnedRow, base Values, problems []app.Message) []app.Message {
	return slices.DeleteFunc(problems, func(app.Message) bool {
		for column, text := range r.cells {
			if value, problem := c.valueIn(c.house, column, text); !problem.IsZero() && value != base[column] {
				return false
			}
		}
		return true
	})
}

// completeMoment gives a row that has a day and no time a time: that of the post
// where it has one, else the one that a post placed on that day would take.
func (c *comparison) completeMoment(there, base, here Values, p editorial.Post) {
	if there[ColumnDate] == "" || there[ColumnTime] != "" {
		return
	}
	if _, told := c.back.has[ColumnTime]; told && base[ColumnTime] != "" && there[ColumnDate] == base[ColumnDate] {
		// Somebody emptied the time: the day stays, at its usual time.
		there[ColumnTime] = base[ColumnTime]
		return
	}
	if here[ColumnTime] != "" {
		there[ColumnTime] = here[ColumnTime]
		return
	}
	if day, err := app.ParseDate(there[ColumnDate]); err == nil {
		there[ColumnTime] = editorial.FreeTime(c.strategy.Slots, p.PillarID, day, nil, c.now).String()
	}
}

// asTyped changes a state that typing cannot give into the one it leads to, and
// says so: "Programmé" is brought about by Parvis, after its checks.
// Nor is a cell an approval where the business wants one.
func (c *comparison) asTyped(there, here, base Values) app.Message {
	if base[ColumnState] == there[ColumnState] || here[ColumnState] == there[ColumnState] {
		return app.Message{}
	}
	state, note := c.house.typedState(editorial.State(there[ColumnState]))
	if state != "" {
		there[ColumnState] = string(state)
	}
	return note
}

// ignored counts the computed cells that were typed over, where that can be told.
func (c *comparison) ignored(r returnedRow, k Kept) int {
	n := 0
	for column, was := range map[Column]string{
		ColumnHook: hookOf(k.Post.Text), ColumnHashtags: hashtagsOf(k.Post.Text), ColumnMentions: mentionsOf(k.Post.Text), ColumnLink: linkOf(k.Post.Text),
	} {
		base := c.base.Rows[k.Post.ID][ColumnText]
		if text, there := r.cells[column]; there && text != tidy(was) && base == tidy(k.Post.Text) {
			n++
		}
	}
	return n
}

// result returns the post that a row leads to, or why it cannot be.
func (c *comparison) result(row MergeRow, sheet bool) (Kept, []app.Message) {
	wanted := maps.Clone(withFormat(c.valuesOf(row.kept), row.kept.Post))
	for _, change := range row.Changes {
		if change.Conflict && !sheet {
			continue
		}
		wanted[change.Column] = change.There
	}
	return c.house.apply(row.kept, wanted)
}

// added reads a row without an ID; its Kind is "" when it holds nothing.
func (c *comparison) added(r returnedRow) MergeRow {
	v, problems, notes := c.valuesIn(c.house, r)
	if v[ColumnText] == "" {
		v[ColumnText] = composed(r.cells)
		if v[ColumnText] == "" {
			delete(v, ColumnText)
		}
	}
	if len(v) == 0 {
		return MergeRow{}
	}
	c.completeMoment(v, Values{}, Values{}, editorial.Post{})
	row := MergeRow{
		Kind: RowAdded, Number: r.number, Label: editorial.Label(v[ColumnTitle], v[ColumnText]), Notes: notes, Take: true, there: v,
	}
	switch state := editorial.State(v[ColumnState]); {
	case proven(state):
		problems = append(problems, app.Say("roundtrip.refused.proven", "State", state.Name()))
	case state == editorial.StateIdea:
	case state != "" && state != editorial.StateDraft:
		row.Notes = append(row.Notes, app.Say("roundtrip.note.draft"))
		v[ColumnState] = string(editorial.StateDraft)
	default:
		v[ColumnState] = string(editorial.StateDraft)
	}
	if v[ColumnText] == "" && v[ColumnTitle] == "" {
		problems = append(problems, app.Say("roundtrip.refused.nothing"))
	}
	if len(problems) == 0 {
		row.kept = Kept{Post: editorial.Post{Stage: editorial.Draft, Lateness: c.business.Lateness}, State: editorial.StateDraft}
		_, problems = c.house.apply(row.kept, v)
	}
	for _, col := range columns {
		if t := v[col.name]; t != "" && c.compared(col.name) {
			row.Changes = append(row.Changes, Change{Column: col.name, There: t})
		}
	}
	if len(problems) > 0 {
		row.Kind, row.Reasons, row.Take = RowRefused, problems, false
		return row
	}
	if c.alike[likenessOf(v)] {
		row.Take = false
		row.Notes = append(row.Notes, app.Say("roundtrip.note.alike"))
	}
	return row
}

// likeness is what two posts have in common that are most likely the same.
type likeness struct{ day, words string }

func likenessOf(v Values) likeness {
	return likeness{v[ColumnDate], fold(v[ColumnTitle] + " " + v[ColumnText])}
}

// alike returns the likenesses of every post of the file.
func (s *Service) alike(ctx context.Context) (map[likeness]bool, error) {
	posts, err := s.store.Said(ctx)
	if err != nil {
		return nil, err
	}
	all := make(map[likeness]bool, len(posts))
	for _, p := range posts {
		v := Values{ColumnTitle: tidy(p.Title), ColumnText: tidy(p.Text)}
		if !p.At.IsZero() {
			v[ColumnDate] = p.At.Date.String()
		}
		all[likenessOf(v)] = true
	}
	return all, nil
}
