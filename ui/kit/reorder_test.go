package kit

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"pgregory.net/rapid"

	"parvis/assets/icons"
)

// reordered is a row of named tiles and the names in the order that OnMove makes.
func reordered(t *testing.T, names ...string) (*Reorder, *[]string) {
	t.Helper()
	order := slices.Clone(names)
	r := NewReorder(10)
	r.OnMove = func(from, to int) { order = moved(order, from, to) }
	var tiles []fyne.CanvasObject
	for _, n := range names {
		tiles = append(tiles, Width(100, Height(80, NewCard(Body(n)))))
	}
	r.SetTiles(tiles, NewButton("Image", nil).WithIcon(icons.Plus))
	open(t, VStack(0, r), 360, 400)
	return r, &order
}

// carry drags from a position to another as a real pointer does: its position,
// and how far since the last event.
func carry(r *Reorder, from fyne.Position, to ...fyne.Position) {
	last := from
	for _, p := range to {
		const steps = 5
		begin := last
		for i := 1; i <= steps; i++ {
			share := float32(i) / steps
			now := begin.AddXY((p.X-begin.X)*share, (p.Y-begin.Y)*share)
			r.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: now}, Dragged: fyne.NewDelta(now.X-last.X, now.Y-last.Y)})
			last = now
		}
	}
}

// Three tiles of 100 by 80 with gaps of 10 stand in a row of 360.
func centre(i int) fyne.Position { return fyne.NewPos(float32(i%3)*110+50, float32(i/3)*90+40) }

func TestReorderByDragging(t *testing.T) {
	for _, tt := range []struct {
		name string
		from int
		to   []fyne.Position
		want string
	}{
		{"to the right", 0, []fyne.Position{centre(1)}, "b a c d"},
		{"to the left, over two", 2, []fyne.Position{centre(1), centre(0)}, "c a b d"},
		{"to the row below", 0, []fyne.Position{centre(3)}, "b c d a"},
		{"beyond the last", 1, []fyne.Position{fyne.NewPos(340, 150)}, "a c d b"},
		{"there and back", 0, []fyne.Position{centre(2), centre(0)}, "a b c d"},
		{"let go above", 1, []fyne.Position{fyne.NewPos(160, -50)}, "a b c d"},
	} {
		r, order := reordered(t, "a", "b", "c", "d")
		carry(r, centre(tt.from), tt.to...)
		if r.drag == nil {
			t.Errorf("%s: nothing is dragged", tt.name)
		}
		r.DragEnd()
		if got := strings.Join(*order, " "); got != tt.want || r.drag != nil {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
}

// TestReorderShowsWhereItFalls: the tile follows the pointer, and its place opens.
func TestReorderShowsWhereItFalls(t *testing.T) {
	r, order := reordered(t, "a", "b", "c", "d")
	first := r.tiles[0]
	carry(r, centre(0), centre(1))
	if at := first.Position(); at != fyne.NewPos(110, 0) || !r.gapBox.Visible() || r.gapBox.Position() != fyne.NewPos(110, 0) {
		t.Errorf("carried at %v, gap at %v", at, r.gapBox.Position())
	}
	if r.tiles[1].Position() != fyne.NewPos(0, 0) {
		t.Errorf("the other did not make room: %v", r.tiles[1].Position())
	}
	key(r, fyne.KeyEscape)
	carry(r, centre(1), centre(2)) // the pointer goes on, with nothing
	r.DragEnd()
	if first.Position() != fyne.NewPos(0, 0) || strings.Join(*order, "") != "abcd" {
		t.Errorf("given up, it is at %v, %v", first.Position(), *order)
	}
	// Beside the tiles there is nothing to drag.
	carry(r, fyne.NewPos(350, 40), centre(0))
	if r.drag != nil {
		t.Error("a gap is dragged")
	}
}

func TestReorderByKeyboard(t *testing.T) {
	r, order := reordered(t, "a", "b", "c", "d")
	opened := -1
	r.OnOpen = func(i int) { opened = i }
	alt := func(k fyne.KeyName) {
		r.TypedShortcut(&desktop.CustomShortcut{KeyName: k, Modifier: fyne.KeyModifierAlt})
	}
	r.FocusGained()
	alt(fyne.KeyLeft) // the first goes no further
	key(r, fyne.KeyRight, fyne.KeyRight)
	alt(fyne.KeyLeft)
	alt(fyne.KeyLeft)
	if strings.Join(*order, " ") != "c a b d" || r.Current() != 0 {
		t.Errorf("%v, at %d", *order, r.Current())
	}
	key(r, fyne.KeyEnd, fyne.KeyRight, fyne.KeyReturn)
	if opened != 1 {
		t.Errorf("opened %d", opened)
	}
	if !r.ring.Visible() || r.ring.Position() != fyne.NewPos(107, -3) {
		t.Errorf("the focus is shown at %v", r.ring.Position())
	}
}

// TestReorderLosesNothing: whatever is dragged wherever, the tiles are the same
// ones, in the order that OnMove told.
func TestReorderLosesNothing(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		r, order := reordered(t, "a", "b", "c", "d", "e")
		before := slices.Clone(r.tiles)
		for range rapid.IntRange(1, 4).Draw(rt, "drags") {
			p := rapid.Custom(func(rt *rapid.T) fyne.Position {
				return fyne.NewPos(float32(rapid.IntRange(-50, 420).Draw(rt, "x")), float32(rapid.IntRange(-50, 300).Draw(rt, "y")))
			})
			carry(r, p.Draw(rt, "from"), p.Draw(rt, "over"), p.Draw(rt, "to"))
			r.DragEnd()
		}
		for i, n := range *order {
			if r.tiles[i] != before[strings.Index("abcde", n)] {
				rt.Fatalf("tile %d is not %s of %v", i, n, *order)
			}
		}
		if len(r.tiles) != 5 || r.drag != nil {
			rt.Fatalf("%d tiles", len(r.tiles))
		}
	})
}
