package composer

import (
	"slices"

	"fyne.io/fyne/v2"

	"parvis/app/editorial"
	"parvis/app/networks"
	"parvis/ui/kit"
)

// versions are the tabs over the text: what is common, and what each network says.
// Writing on the tab of a network gives it a version of its own.
type versions struct {
	view   *View
	object *fyne.Container
	tabs   *kit.Segmented
	list   []networks.Network // of the tabs after the first
	on     networks.Network   // whose text is shown, "" for the common one
	said   *kit.Text          // whose text it is
	back   *kit.Button
}

func newVersions(v *View) *versions {
	w := &versions{view: v, object: kit.VStack(8), said: kit.Secondary("").Wrapped()}
	w.back = kit.NewButton(v.host.Text().T("composer.version.back"), w.reattach).Compact()
	w.back.SetTip(v.host.Text().T("composer.version.back.tip"))
	return w
}

// networks are those the post goes to and those that have a version, each once.
func (v *View) networks() []networks.Network {
	var all []networks.Network
	add := func(n networks.Network) {
		if !slices.Contains(all, n) {
			all = append(all, n)
		}
	}
	for _, a := range v.chosen() {
		add(a.Network)
	}
	for _, one := range v.open.post.Variants {
		add(one.Network)
	}
	return all
}

// draw shows the tabs there are. One network alone has none: its text is the
// common one.
func (w *versions) draw() {
	v, text := w.view, w.view.host.Text()
	w.list = v.networks()
	if w.on != "" && !slices.Contains(w.list, w.on) {
		w.show("")
	}
	focused := w.tabs != nil && v.host.Window().Canvas().Focused() == fyne.Focusable(w.tabs)
	w.object.Objects, w.tabs = nil, nil
	if len(w.list) > 1 || len(v.open.post.Variants) > 0 {
		segments := []kit.Segment{{Label: text.T("composer.version.common")}}
		for _, n := range w.list {
			_, own := v.open.post.VariantOn(n)
			segment := kit.Segment{Label: n.Name(), Mark: own}
			if own {
				segment.Tip = text.T("composer.version.own", "Network", n.Name())
			}
			segments = append(segments, segment)
		}
		w.tabs = kit.NewSegments(segments, 1+slices.Index(w.list, w.on), func(i int) { w.choose(i) })
		w.object.Add(kit.HStack(0, w.tabs, kit.GrowSpace()))
	}
	w.say()
	w.object.Hidden = len(w.object.Objects) == 0
	w.object.Refresh()
	if focused && w.tabs != nil {
		v.host.Window().Canvas().Focus(w.tabs)
	}
}

// say tells whose text is shown, and the way back to the common one.
func (w *versions) say() {
	if w.on == "" {
		return
	}
	text := w.view.host.Text()
	if _, own := w.view.open.post.VariantOn(w.on); own {
		w.said.SetText(text.T("composer.version.own", "Network", w.on.Name()))
		w.object.Add(kit.HStack(8, kit.Grow(w.said), w.back))
		return
	}
	w.said.SetText(text.T("composer.version.same", "Network", w.on.Name()))
	w.object.Add(w.said)
}

// choose shows the tab at a place.
func (w *versions) choose(i int) {
	on := networks.Network("")
	if i > 0 {
		on = w.list[i-1]
	}
	w.show(on)
	w.draw()
	w.view.arrange()
}

// show puts what a network says in the fields.
func (w *versions) show(on networks.Network) {
	if w.on == on {
		return
	}
	w.on = on
	w.view.refill()
}

// see shows the tab of a network, for what is to be mended there.
func (w *versions) see(on networks.Network) {
	if w.on == on || on != "" && !slices.Contains(w.list, on) {
		return
	}
	w.choose(1 + slices.Index(w.list, on))
}

// reattach makes the network shown say the common text again; it can be undone.
func (w *versions) reattach() {
	v, on := w.view, w.on
	id := v.open.post.ID
	was, own := v.open.post.Reattach(on)
	if !own {
		return
	}
	w.varied()
	v.host.Toast(v.host.Text().T("composer.version.reattached", "Network", on.Name()), func() {
		if v.open.post.ID == id && v.writable() {
			v.open.post.Vary(was)
			w.varied()
		}
	})
}

// varied tells that a version came, went or was replaced as a whole.
func (w *versions) varied() {
	w.draw()
	w.view.refill()
	w.view.arrange()
	w.view.changed()
}

// vary changes what a network says of its own, "" for what is common.
func (v *View) vary(change func(own *editorial.Variant)) {
	post, on := &v.open.post, v.versions.on
	_, had := post.VariantOn(on)
	post.Detach(on)
	own, _ := post.VariantOn(on)
	change(&own)
	post.Vary(own)
	if !had {
		v.versions.draw()
		v.arrange()
	}
}

// write takes the text as it is typed on the tab that is shown.
func (v *View) write(typed string) {
	switch on := v.versions.on; {
	case on == "":
		v.open.post.Text = typed
	case v.open.post.TextOn(on) != typed:
		v.vary(func(own *editorial.Variant) { own.Text = typed })
	}
}

// comment takes the first comment as it is typed on the tab that is shown.
func (v *View) comment(typed string) {
	switch on := v.versions.on; {
	case on == "":
		v.open.post.Comment = typed
	case v.open.post.CommentOn(on) != typed:
		v.vary(func(own *editorial.Variant) { own.Comment = typed })
	}
}

// images are those of the tab that is shown.
func (v *View) images() []editorial.PostImage { return v.open.post.ImagesOn(v.versions.on) }

// setImages replaces them.
func (v *View) setImages(images []editorial.PostImage) {
	if v.versions.on == "" {
		v.open.post.Images = images
		return
	}
	v.vary(func(own *editorial.Variant) { own.OwnImages, own.Images = true, images })
}

// redescribe replaces the images by the same with other alternative texts: what is
// common stays so.
func (v *View) redescribe(images []editorial.PostImage) {
	if own, had := v.open.post.VariantOn(v.versions.on); had && own.OwnImages {
		v.setImages(images)
		return
	}
	v.open.post.Images = images
}

// refill shows in the fields what the tab says.
func (v *View) refill() {
	filling := v.filling
	v.filling = true
	v.text.SetText(v.open.post.TextOn(v.versions.on))
	v.first.fill()
	v.tools.draw()
	v.filling = filling
	v.counter.count(v.limitsOn(v.measured()), v.text.Text())
	v.strip.draw()
	v.album.load(v.open.post.EveryImage(), v.pictured)
	v.look()
}
