package shell

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"parvis/ui/page"
)

// router shows one room at a time, builds each when it is first opened and
// keeps its page, so that it is found as it was left.
type router struct {
	host    page.Host
	rooms   map[page.Room]Room
	pages   map[page.Room]page.Page
	current page.Room
	place   *fyne.Container
	object  *container.Scroll // around the page, for one that needs more room
	shown   func(page.Room)
}

func newRouter(h page.Host, rooms []Room, shown func(page.Room)) *router {
	r := &router{
		host:  h,
		rooms: make(map[page.Room]Room, len(rooms)),
		pages: make(map[page.Room]page.Page, len(rooms)),
		place: container.NewStack(),
		shown: shown,
	}
	r.object = container.NewScroll(r.place)
	for _, room := range rooms {
		r.rooms[room.ID] = room
	}
	return r
}

// open shows a place. A room that this workspace does not have is ignored.
func (r *router) open(t page.Target) {
	room, ok := r.rooms[t.Room]
	if !ok {
		return
	}
	if former, ok := r.pages[r.current]; ok && r.current != t.Room {
		former.Hide()
	}
	p, ok := r.pages[t.Room]
	if !ok {
		p = room.Build(r.host)
		r.pages[t.Room] = p
	}
	if r.current != t.Room || len(r.place.Objects) == 0 {
		r.host.Window().Canvas().Unfocus()
		r.host.Offer()
		r.current = t.Room
		r.place.Objects = []fyne.CanvasObject{p.Object()}
		r.place.Refresh()
		r.object.ScrollToTop()
		r.shown(t.Room)
	}
	p.Show(t)
	r.object.Refresh()
}

// has reports whether the workspace has a room.
func (r *router) has(room page.Room) bool {
	_, ok := r.rooms[room]
	return ok
}

// leave hides the page that is shown, so that it saves what it holds.
func (r *router) leave() {
	if p, ok := r.pages[r.current]; ok {
		p.Hide()
	}
}
