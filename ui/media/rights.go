package media

import (
	"context"
	"io"
	"os"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"parvis/app"
	"parvis/app/media"
	"parvis/app/networks"
	"parvis/assets/icons"
	"parvis/ui/kit"
	"parvis/ui/page"
)

// ShowRights opens the authorisations of a picture or video; changed is called
// after each change. Call it on the main goroutine.
func ShowRights(h page.Host, s Services, hash media.Hash, changed func()) {
	r := &rights{host: h, s: s, hash: hash, changed: changed, list: kit.VStack(8)}
	text := h.Text()
	r.modal = kit.NewModal(text, h.Window().Canvas(), kit.ModalOptions{
		Title: text.T("media.rights.title"),
		Content: kit.VStack(14, kit.Secondary(text.T("media.rights.why")).Wrapped(), r.list,
			kit.HStack(0, kit.NewButton(text.T("media.rights.add"), func() {
				r.edit(media.Right{Hash: hash, Kind: media.RightPerson, SignedOn: app.DateOf(h.Now())})
			}).WithIcon(icons.Plus), kit.GrowSpace())),
		Width: 560,
	})
	r.modal.Show()
	r.load()
}

// rights is the dialog of the authorisations of one item.
type rights struct {
	host    page.Host
	s       Services
	hash    media.Hash
	changed func()
	loader  page.Loader
	list    *fyne.Container
	modal   *kit.Modal
}

func (r *rights) load() {
	page.Load(&r.loader, r.host,
		func(ctx context.Context) (media.Item, error) { return r.s.Library.Item(ctx, r.hash) },
		func(item media.Item, err error) {
			if err != nil {
				r.modal.SetError(r.host.Sentence(err))
				return
			}
			r.list.RemoveAll()
			for _, right := range item.Rights {
				r.list.Add(r.row(right))
			}
			r.list.Refresh()
			r.modal.Refresh()
		},
	)
}

// row is an authorisation; a tap opens it.
func (r *rights) row(right media.Right) fyne.CanvasObject {
	text := r.host.Text()
	word, tone := badgeOf(r.host, right.On(app.DateOf(r.host.Now())))
	under := []string{text.T("media.rights.kind." + string(right.Kind))}
	if right.ExpiresOn.IsZero() {
		under = append(under, text.T("media.rights.no_end"))
	} else {
		under = append(under, text.T("media.rights.until", "Day", text.DateNumeric(right.ExpiresOn)))
	}
	if len(right.Networks) > 0 {
		names := make([]string, len(right.Networks))
		for i, n := range right.Networks {
			names[i] = networks.Network(n).Name()
		}
		under = append(under, strings.Join(names, ", "))
	}
	return kit.NewChoiceCard(kit.HStack(10,
		kit.Grow(kit.VStack(1, kit.Strong(right.Person), kit.NewText(strings.Join(under, " · "), kit.StyleCaption).Wrapped())),
		kit.NewTag(word, tone)), false, func() { r.edit(right) })
}

// allNetworks are those an authorisation may be for.
var allNetworks = []networks.Network{
	networks.Facebook, networks.Instagram, networks.Threads, networks.LinkedIn, networks.X, networks.TikTok, networks.YouTube,
	networks.Pinterest, networks.Google, networks.Bluesky, networks.Mastodon, networks.Telegram, networks.WordPress,
}

// rightForm is the form of one authorisation.
type rightForm struct {
	rights  *rights
	right   media.Right
	paper   string // name of the paper to be kept, "" for the one that is
	bytes   []byte
	person  *kit.Entry
	purpose *kit.Entry
	note    *kit.Entry
	signed  *kit.DateField
	expires *kit.DateField
	proof   *fyne.Container
	modal   *kit.Modal
}

// edit opens the form of an authorisation, new when it has no ID.
func (r *rights) edit(right media.Right) {
	text := r.host.Text()
	today := func() app.Date { return app.DateOf(r.host.Now()) }
	f := &rightForm{
		rights: r, right: right,
		purpose: kit.NewEntry(text.T("media.rights.purpose")).WithPlaceholder(text.T("media.rights.purpose.placeholder")),
		person:  kit.NewEntry(text.T("media.rights.person")), note: kit.NewTextArea(text.T("media.rights.note")),
		signed:  kit.NewDateField(text, text.T("media.rights.signed"), today),
		expires: kit.NewDateField(text, text.T("media.rights.expires"), today),
		proof:   kit.HStack(8),
	}
	f.expires.WithHint(text.T("media.rights.expires.hint"))
	f.signed.WithHint(text.T("media.rights.signed.hint"))
	f.person.SetText(right.Person)
	f.purpose.SetText(right.Purpose)
	f.note.SetRows(2)
	f.note.SetText(right.Note)
	f.signed.SetDate(right.SignedOn)
	f.expires.SetDate(right.ExpiresOn)
	kinds := make([]string, len(media.RightKinds()))
	for i, k := range media.RightKinds() {
		kinds[i] = text.T("media.rights.kind." + string(k))
	}
	about := func() string { return text.T("media.rights.kind." + string(f.right.Kind) + ".hint") }
	hint := kit.NewText(about(), kit.StyleCaption).Wrapped()
	kind := kit.NewSelect(kinds, slices.Index(media.RightKinds(), right.Kind), "", func(i int) {
		f.right.Kind = media.RightKinds()[i]
		hint.SetText(about())
		f.modal.Refresh()
	})
	chips := kit.Flow(6)
	for _, n := range allNetworks {
		name := string(n)
		chips.Add(kit.NewFilterTag(n.Name(), kit.ToneNeutral, slices.Contains(right.Networks, name), func(on bool) { f.reach(name, on) }))
	}
	content := kit.VStack(14,
		kit.VStack(5, kit.Secondary(text.T("media.rights.kind")), kind, hint), f.person,
		kit.Columns(12, kit.Col(1, 180, f.signed), kit.Col(1, 180, f.expires)),
		kit.VStack(6, kit.Secondary(text.T("media.rights.networks")), chips),
		f.purpose, kit.VStack(5, kit.Secondary(text.T("media.rights.proof")), f.proof), f.note)
	if right.ID != "" {
		content.Add(kit.HStack(0, kit.NewDangerButton(text.T("media.rights.delete"), f.delete).Compact(), kit.GrowSpace()))
	}
	title := "media.rights.new"
	if right.ID != "" {
		title = "media.rights.change"
	}
	f.modal = kit.NewModal(text, r.host.Window().Canvas(), kit.ModalOptions{
		Title: text.T(title), Content: content, Primary: text.T("media.rights.save"), First: f.person.Focusable(), Width: 560,
		OnConfirm: f.save,
	})
	f.drawProof()
	f.modal.Show()
}

// reach adds a network to those the authorisation is for, or takes it out.
func (f *rightForm) reach(network string, on bool) {
	kept := slices.DeleteFunc(slices.Clone(f.right.Networks), func(n string) bool { return n == network })
	if on {
		kept = append(kept, network)
	}
	f.right.Networks = kept
}

// drawProof shows the signed paper and what can be done with it.
func (f *rightForm) drawProof() {
	text := f.rights.host.Text()
	f.proof.RemoveAll()
	name := f.paper
	if name == "" {
		name = f.right.Proof.Name
	}
	label := text.T("media.rights.proof.add")
	if name != "" {
		f.proof.Add(kit.NewIcon(icons.File, 16, kit.ColorMuted))
		f.proof.Add(kit.Grow(kit.Body(name)))
		if f.paper == "" {
			f.proof.Add(kit.NewButton(text.T("media.rights.proof.export"), f.export).Compact())
		}
		label = text.T("media.rights.proof.replace")
	}
	f.proof.Add(kit.NewButton(label, f.pick).Compact().WithIcon(icons.Upload))
	if name == "" {
		f.proof.Add(kit.GrowSpace())
	}
	f.proof.Refresh()
}

func (f *rightForm) pick() {
	r := f.rights
	r.s.PickPaper(r.host.Text().T("media.rights.proof.pick"), func(name string, file io.ReadCloser, err error) {
		fyne.Do(func() {
			if err != nil {
				f.modal.SetError(r.host.Sentence(err))
				return
			}
			if file == nil {
				return
			}
			var data []byte
			page.Do(r.host,
				func(context.Context) (err error) {
					defer file.Close()
					data, err = io.ReadAll(io.LimitReader(file, mostPaper))
					return err
				},
				func(err error) {
					if err != nil {
						f.modal.SetError(r.host.Sentence(app.Fail(app.CodeUnavailable, "media.error.unreadable", "Name", name).Because(err)))
						return
					}
					f.paper, f.bytes = name, data
					f.modal.SetError("")
					f.drawProof()
				},
			)
		})
	})
}

// mostPaper is more than a signed paper may be: the library then refuses it.
const mostPaper = 11_000_000

// export writes the signed paper where the owner says.
func (f *rightForm) export() {
	r, proof := f.rights, f.right.Proof
	r.s.SaveAs(r.host.Text().T("media.rights.proof.export"), proof.Name, func(path string, err error) {
		fyne.Do(func() {
			if err != nil {
				f.modal.SetError(r.host.Sentence(err))
				return
			}
			if path == "" {
				return
			}
			page.Do(r.host,
				func(ctx context.Context) error {
					data, err := r.s.Library.Paper(ctx, proof.Hash)
					if err != nil {
						return err
					}
					if err := os.WriteFile(path, data, 0o600); err != nil {
						return app.Fail(app.CodeUnavailable, "media.rights.error.write").Because(err)
					}
					return nil
				},
				func(err error) {
					if err != nil {
						f.modal.SetError(r.host.Sentence(err))
						return
					}
					r.host.Toast(r.host.Text().T("media.rights.proof.exported"), nil)
				},
			)
		})
	})
}

// save keeps the authorisation, and says what must be corrected.
func (f *rightForm) save() bool {
	r := f.rights
	signed, okSigned := f.signed.Date()
	expires, okExpires := f.expires.Date()
	if !okSigned || !okExpires {
		f.modal.SetError(r.host.Text().T("media.rights.error.day"))
		return false
	}
	right := f.right
	right.Person, right.Purpose, right.Note = f.person.Text(), f.purpose.Text(), f.note.Text()
	right.SignedOn, right.ExpiresOn = signed, expires
	var paper io.Reader
	if f.paper != "" {
		paper = strings.NewReader(string(f.bytes))
	}
	name := f.paper
	page.Do(r.host,
		func(ctx context.Context) error {
			_, err := r.s.Library.SaveRight(ctx, right, name, paper)
			return err
		},
		f.after,
	)
	return false
}

func (f *rightForm) delete() {
	right := f.right
	page.Do(f.rights.host, func(ctx context.Context) error { return f.rights.s.Library.DeleteRight(ctx, right) }, f.after)
}

// after closes the form once the change is kept.
func (f *rightForm) after(err error) {
	if err != nil {
		f.modal.SetError(f.rights.host.Sentence(err))
		return
	}
	f.modal.Close()
	f.rights.load()
	f.rights.changed()
}
