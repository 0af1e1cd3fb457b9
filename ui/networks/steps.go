package networks

import (
	"net/url"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"parvis/app/networks"
	"parvis/assets/icons"
	"parvis/ui/kit"
)

// instructions are the steps of a way in, numbered, and what is good to know.
func (f *form) instructions(w networks.Way) fyne.CanvasObject {
	text := f.page.host.Text()
	entry := networks.EntryOf(f.network)
	column := kit.VStack(14, kit.Section(text.T("networks.way.steps")))
	number := 0
	for _, s := range w.Steps {
		if s.Names && f.again.RemoteID != "" {
			continue
		}
		number++
		column.Add(f.step(number, s, w.Ports))
	}
	for _, note := range entry.Notes {
		column.Add(kit.NewNote(kit.Secondary(text.T(note)).Wrapped().Colored(kit.ColorInk), kit.ToneAttention))
	}
	if !f.known {
		column.Add(kit.HStack(0, kit.NewButton(text.T("networks.way.by_hand"), func() { f.page.askHandFed(f.network) }), kit.GrowSpace()))
	}
	return column
}

func (f *form) step(number int, s networks.Step, ports []int) fyne.CanvasObject {
	text := f.page.host.Text()
	what := kit.VStack(6, kit.Body(text.T(s.Say)).Wrapped())
	button := func(label string, icon icons.Name, do func()) {
		what.Add(kit.HStack(0, kit.NewButton(label, do).WithIcon(icon), kit.GrowSpace()))
	}
	switch {
	case s.Page != "":
		button(text.T("networks.way.open", "Site", siteOf(s.Page)), icons.External, func() { f.browse(s.Page) })
	case s.Path != "":
		button(text.T("networks.way.open_own"), icons.External, func() { f.browseOwn(f.path(s)) })
	case s.Copies:
		for _, port := range ports {
			address := networks.Callback(port)
			what.Add(kit.HStack(8, kit.Grow(kit.Strong(address)), kit.NewIconButton(icons.Copy, text.T("networks.way.copy", "Address", address), func() {
				fyne.CurrentApp().Clipboard().SetContent(address)
				f.page.host.Toast(text.T("networks.way.copied"), nil)
			}).Compact()))
		}
	}
	return kit.HStackTop(10, kit.TextWidth(26, kit.NewTag(strconv.Itoa(number), kit.TonePrimary)), kit.Grow(what))
}

// siteOf names the site of a page as people do.
func siteOf(link string) string {
	u, err := url.Parse(link)
	if err != nil {
		return link
	}
	return strings.TrimPrefix(u.Host, "www.")
}

func (f *form) browse(link string) {
	if err := browse(link); err != nil {
		f.tell(f.page.host.Sentence(err))
	}
}

// path returns the path of a step on the server, at this moment.
func (f *form) path(s networks.Step) string {
	if !s.Dated {
		return s.Path
	}
	return s.Path + url.QueryEscape(f.page.host.Now().Format(" 2006-01-02 15:04:05"))
}

// browseOwn opens a page of the server that the owner named, or asks for its name.
func (f *form) browseOwn(path string) {
	text := f.page.host.Text()
	named := f.value(networks.PartService)
	switch {
	case f.again.RemoteID != "" && f.network == networks.WordPress:
		named = f.again.Handle // the site; the service is where its programs are
	case f.again.RemoteID != "":
		named = f.again.Service
	}
	if link, ok := onServer(named, path); ok {
		f.browse(link)
		return
	}
	for _, one := range f.fields {
		if one.Part == networks.PartService {
			f.correct(one.entry, text.T("networks.way.no_address"))
			one.entry.Focus()
		}
	}
}

// onServer returns the address of a page of a server, named with or without its
// scheme.
func onServer(named, path string) (link string, ok bool) {
	named = strings.TrimRight(strings.TrimSpace(named), "/")
	if !strings.Contains(named, "://") {
		named = "https://" + named
	}
	u, err := url.Parse(named)
	if err != nil || u.RawQuery != "" || u.Fragment != "" || !strings.Contains(u.Hostname(), ".") {
		return "", false
	}
	return named + path, networks.Openable(named + path)
}
