package media

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"parvis/app"
	"parvis/app/media"
	"parvis/app/networks"
	"parvis/assets/sample"
	"parvis/ui/kit"
	"parvis/ui/page"
	"parvis/ui/page/pagetest"
)

// file keeps a library in memory, as the business's file does.
type file struct {
	items  []media.Item
	videos map[media.Hash]media.Video
	uses   []media.Use
	papers map[media.Hash][]byte
}

func (f *file) Items(context.Context) ([]media.Item, error) { return slices.Clone(f.items), nil }

func (f *file) find(h media.Hash) (*media.Item, error) {
	for i := range f.items {
		if f.items[i].Hash == h {
			return &f.items[i], nil
		}
	}
	return nil, app.Fail(app.CodeNotFound, "storage.error.not_found")
}

func (f *file) Item(_ context.Context, h media.Hash) (media.Item, error) {
	i, err := f.find(h)
	if err != nil {
		return media.Item{}, err
	}
	return *i, nil
}

func (f *file) Uses(context.Context, media.Hash) ([]media.Use, error) { return f.uses, nil }

func (f *file) Describe(_ context.Context, h media.Hash, name string, tags []string, people bool) error {
	i, err := f.find(h)
	if err != nil {
		return err
	}
	i.Name, i.Tags, i.People = name, tags, people
	return nil
}

func (f *file) Remove(_ context.Context, h media.Hash) (media.Removed, error) {
	i, err := f.find(h)
	if err != nil {
		return media.Removed{}, err
	}
	removed := media.Removed{Item: *i}
	f.items = slices.DeleteFunc(f.items, func(i media.Item) bool { return i.Hash == h })
	return removed, nil
}

func (f *file) PutBack(_ context.Context, r media.Removed) error {
	f.items = append(f.items, r.Item)
	return nil
}

func (f *file) SaveRight(_ context.Context, r media.Right, proof []byte) error {
	i, err := f.find(r.Hash)
	if err != nil {
		return err
	}
	i.Rights = append(slices.DeleteFunc(slices.Clone(i.Rights), func(o media.Right) bool { return o.ID == r.ID }), r)
	if proof != nil {
		f.papers[r.Proof.Hash] = proof
	}
	return nil
}

func (f *file) DeleteRight(_ context.Context, id app.ID) error {
	for i := range f.items {
		f.items[i].Rights = slices.DeleteFunc(slices.Clone(f.items[i].Rights), func(o media.Right) bool { return o.ID == id })
	}
	return nil
}

func (f *file) ProofBytes(_ context.Context, h media.Hash) ([]byte, error) { return f.papers[h], nil }

func (f *file) AddVideo(_ context.Context, v media.Video) error {
	if known, ok := f.videos[v.Hash]; ok {
		known.Path, known.ModifiedAt = v.Path, v.ModifiedAt
		f.videos[v.Hash] = known
		return nil
	}
	f.videos[v.Hash] = v
	f.items = append([]media.Item{{Hash: v.Hash, Kind: media.KindVideo, Name: v.Name, MIME: v.MIME, Size: v.Size, Bytes: v.Bytes, Duration: v.Duration, AddedAt: v.AddedAt}}, f.items...)
	return nil
}

func (f *file) Video(_ context.Context, h media.Hash) (media.Video, error) {
	if v, ok := f.videos[h]; ok {
		return v, nil
	}
	return media.Video{}, app.Fail(app.CodeNotFound, "storage.error.not_found")
}

// intake is an album that takes pictures in.
type intake struct {
	*album
	file *file
}

func (i intake) Add(_ context.Context, name string, r io.Reader) (media.Image, error) {
	data, err := io.ReadAll(r)
	if err != nil {
		return media.Image{}, err
	}
	if len(data) == 0 {
		return media.Image{}, app.Fail(app.CodeInvalid, "media.error.empty", "Name", name)
	}
	added := media.Item{Hash: media.Hash(name), Kind: media.KindImage, Name: name, MIME: "image/jpeg", Size: media.Size{Width: 720, Height: 720}, AddedAt: pagetest.Now()}
	i.file.items = append([]media.Item{added}, i.file.items...)
	return media.Image{Hash: added.Hash, Name: name}, nil
}

// world is the library of the sample business, and a few more.
type world struct {
	host    *pagetest.Host
	file    *file
	s       Services
	chosen  []media.Item
	library *library
	wall    *wall
	saved   string // where SaveAs is told to write
	picked  string // the video that is chosen
}

func day(month time.Month, d int) app.Date { return app.Date{Year: 2026, Month: month, Day: d} }

func newWorld(t *testing.T, mode kit.Mode, size fyne.Size) *world {
	t.Helper()
	w := &world{host: opened(t, mode, size), file: &file{papers: make(map[media.Hash][]byte), videos: make(map[media.Hash]media.Video)}}
	data, err := sample.Files.ReadFile("pictures.json")
	if err != nil {
		t.Fatal(err)
	}
	var alts map[string]string
	if err := json.Unmarshal(data, &alts); err != nil {
		t.Fatal(err)
	}
	for i, name := range []string{"vitrine", "equipe", "croissant", "four", "galette", "baguettes", "brioche", "buche", "tarte", "levain", "chocolat", "crepe", "farine", "miche"} {
		item := media.Item{
			Hash: media.Hash(name), Kind: media.KindImage, Name: name + ".jpg", MIME: "image/jpeg", Size: media.Size{Width: 720, Height: 720}, Bytes: int64(90_000 + i*7000),
			AddedAt: pagetest.Now().AddDate(0, 0, -i), Alts: []string{alts[name]}, Uses: (i * 5) % 7,
		}
		switch name {
		case "equipe":
			item.People, item.Tags = true, []string{"Coulisses", "équipe"}
		case "vitrine":
			item.Name, item.Tags, item.People = "La vitrine de la rue Crébillon, le matin avant l’ouverture.jpg", []string{"vitrine"}, true
			item.Rights = []media.Right{{ID: "r1", Hash: "vitrine", Kind: media.RightPerson, Person: "Marie Le Goff", Networks: []string{"facebook"}, SignedOn: day(1, 5), ExpiresOn: day(12, 12)}}
		case "four":
			item.People = true
			item.Rights = []media.Right{{ID: "r2", Hash: "four", Kind: media.RightPerson, Person: "Jean Martin", SignedOn: day(1, 5)}}
		case "galette":
			item.Rights = []media.Right{{ID: "r3", Hash: "galette", Kind: media.RightAuthor, Person: "Studio Erdre", SignedOn: day(1, 5), ExpiresOn: day(10, 1)}}
		case "croissant":
			item.Uses = 0
		}
		w.file.items = append(w.file.items, item)
		if i == 1 {
			w.file.items = append(w.file.items, media.Item{
				Hash: "visite", Kind: media.KindVideo, Name: "visite du fournil.mp4", MIME: "video/mp4", Size: media.Size{Width: 1080, Height: 1920}, Bytes: 48_000_000,
				Duration: 42 * time.Second, AddedAt: pagetest.Now().AddDate(0, 0, -1),
			})
		}
	}
	w.file.videos["visite"] = media.Video{
		Hash: "visite", Name: "visite du fournil.mp4", Path: "/home/martin/Vidéos/visite du fournil.mp4",
		VideoFacts: media.VideoFacts{Duration: 42 * time.Second, FrameRate: 29.97, VideoCodec: networks.H264, AudioCodec: "AAC"},
	}
	w.file.uses = []media.Use{{Post: "p1", Title: "Ouverture du dimanche", At: app.Civil{Date: day(11, 22), Time: app.TimeOfDay{Hour: 9}}}, {Post: "p2"}}
	images := intake{&album{image: media.Image{Width: 720, Height: 720}}, w.file}
	w.s = Services{
		Library: media.NewLibrary(w.file, app.NewIDs(app.FixedClock(pagetest.Now()), bytes.NewReader(make([]byte, 1000))), app.NewEvents()), Images: images,
		Videos:    media.NewVideos(w.file, app.FixedClock(pagetest.Now()), app.NewEvents()),
		PickVideo: func(_ string, chosen func(string, error)) { chosen(w.picked, nil) },
		Pick: func(_ string, chosen func(string, io.ReadCloser, error)) {
			chosen("nouveau.jpg", io.NopCloser(strings.NewReader("x")), nil)
		},
		PickPaper: func(_ string, chosen func(string, io.ReadCloser, error)) {
			chosen("accord.pdf", io.NopCloser(strings.NewReader("%PDF-1.7")), nil)
		},
		SaveAs: func(_, _ string, chosen func(string, error)) { chosen(w.saved, nil) },
	}
	return w
}

// show opens the library.
func (w *world) show(t *testing.T, o LibraryOptions, choosing bool) {
	t.Helper()
	var onChoose func([]media.Item)
	if choosing {
		onChoose = func(items []media.Item) { w.chosen = items }
	}
	w.library = newLibrary(w.host, w.s, o, onChoose)
	w.library.open()
	w.wall = w.library.wall
}

// shown are the names on the wall.
func (w *world) shown() string {
	var names []string
	for _, t := range w.wall.tiles {
		names = append(names, string(t.hash))
	}
	return strings.Join(names, " ")
}

// tap clicks a tile of the wall.
func (w *world) tap(t *testing.T, hash media.Hash) {
	t.Helper()
	columns, width, height := w.wall.grid()
	for i, one := range w.wall.tiles {
		if one.hash == hash {
			w.wall.Tapped(&fyne.PointEvent{Position: fyne.NewPos(tileGap+float32(i%columns)*width+30, tileGap+float32(i/columns)*height+30)})
			return
		}
	}
	t.Fatalf("no %s on the wall: %s", hash, w.shown())
}

func TestChoosingWithThePointer(t *testing.T) {
	w := newWorld(t, kit.ModeLight, laptop)
	w.show(t, LibraryOptions{Several: true, Kind: media.KindImage}, true)
	if b := pagetest.Button(w.host.Win, "Insérer"); b == nil || !b.Disabled() {
		t.Error("nothing is chosen, and it can be inserted")
	}
	for _, h := range []media.Hash{"four", "equipe", "vitrine", "equipe"} {
		w.tap(t, h)
	}
	if !pagetest.Says(w.host.Win, "2 choisies") {
		t.Errorf("says %q", pagetest.Texts(w.host.Win))
	}
	pagetest.Press(t, w.host.Win, "Insérer")
	if len(w.chosen) != 2 || w.chosen[0].Hash != "four" || w.chosen[1].Hash != "vitrine" {
		t.Errorf("chosen %+v", w.chosen)
	}
	if w.host.Win.Canvas().Overlays().Top() != nil {
		t.Error("still open")
	}
}

func TestChoosingOne(t *testing.T) {
	w := newWorld(t, kit.ModeLight, laptop)
	w.show(t, LibraryOptions{}, true)
	w.tap(t, "four")
	w.tap(t, "visite")
	w.tap(t, "visite")
	pagetest.Press(t, w.host.Win, "Insérer")
	if len(w.chosen) != 1 || w.chosen[0].Hash != "visite" {
		t.Errorf("chosen %+v", w.chosen)
	}
}

func TestChoosingWithTheKeyboard(t *testing.T) {
	w := newWorld(t, kit.ModeLight, small)
	w.show(t, LibraryOptions{Several: true}, true)
	keys := func(names ...fyne.KeyName) { pagetest.Keys(w.host.Win, names...) }
	keys(fyne.KeyDown) // from the search to the wall
	if w.host.Win.Canvas().Focused() != fyne.Focusable(w.wall) {
		t.Fatalf("the focus is on %T", w.host.Win.Canvas().Focused())
	}
	columns, _, _ := w.wall.grid()
	keys(fyne.KeyRight, fyne.KeySpace, fyne.KeyDown, fyne.KeySpace, fyne.KeyEnd, fyne.KeyHome, fyne.KeyUp, fyne.KeyLeft)
	if w.wall.current != 0 {
		t.Errorf("at %d", w.wall.current)
	}
	keys(fyne.KeyReturn)
	want := []media.Hash{w.file.items[1].Hash, w.file.items[1+columns].Hash}
	if len(w.chosen) != 2 || w.chosen[0].Hash != want[0] || w.chosen[1].Hash != want[1] {
		t.Errorf("chosen %+v, want %v", w.chosen, want)
	}
	w.chosen = nil
	ShowLibrary(w.host, w.s, LibraryOptions{}, func(items []media.Item) { w.chosen = items })
	keys(fyne.KeyDown, fyne.KeyEscape)
	if w.chosen != nil || w.host.Win.Canvas().Overlays().Top() != nil {
		t.Error("Escape does not leave")
	}
}

func TestSearchAndFilters(t *testing.T) {
	w := newWorld(t, kit.ModeLight, laptop)
	w.show(t, LibraryOptions{}, false)
	if pagetest.Button(w.host.Win, "Insérer") != nil {
		t.Error("something can be inserted, and nobody asked for it")
	}
	if !pagetest.Says(w.host.Win, "15 images et vidéos") {
		t.Errorf("says %q", pagetest.Texts(w.host.Win))
	}
	search := pagetest.Field(t, w.host.Win, "Chercher un nom, une étiquette")
	type in func(text string)
	write := in(func(text string) {
		search.SetText(text)
		w.host.Elapse()
	})
	write("EQUIPE")
	if w.shown() != "equipe" || !pagetest.Says(w.host.Win, "1 sur 15") {
		t.Errorf("found %s, says %q", w.shown(), pagetest.Texts(w.host.Win))
	}
	write("pommes")
	if !pagetest.Says(w.host.Win, "Rien ne correspond") {
		t.Errorf("says %q", pagetest.Texts(w.host.Win))
	}
	pagetest.Press(t, w.host.Win, "Tout afficher")
	if len(w.wall.tiles) != 15 || search.Text() != "" {
		t.Errorf("%d shown", len(w.wall.tiles))
	}
	selects := pagetest.All[*kit.Select](w.host.Win)
	selects[0].OnChanged(2)
	if w.shown() != "visite" {
		t.Errorf("videos: %s", w.shown())
	}
	selects[0].OnChanged(0)
	selects[2].OnChanged(2)
	if w.shown() != "vitrine equipe galette" {
		t.Errorf("to settle: %s", w.shown())
	}
	selects[2].OnChanged(1)
	if got := w.shown(); got != "vitrine visite croissant crepe" && !strings.Contains(got, "croissant") {
		t.Errorf("unused: %s", got)
	}
	selects[2].OnChanged(0)
	selects[1].OnChanged(1 + slices.Index(w.tags(t), "vitrine"))
	if w.shown() != "vitrine" {
		t.Errorf("of a tag: %s", w.shown())
	}
}

func (w *world) tags(t *testing.T) []string {
	t.Helper()
	l, err := w.s.Library.List(t.Context(), media.Query{})
	if err != nil {
		t.Fatal(err)
	}
	return l.Tags
}

func TestDescribingAtTheSide(t *testing.T) {
	w := newWorld(t, kit.ModeLight, laptop)
	w.show(t, LibraryOptions{}, false)
	w.tap(t, "croissant")
	pagetest.Field(t, w.host.Win, "Nom").SetText("Croissant au beurre")
	pagetest.Field(t, w.host.Win, "Étiquettes").SetText("viennoiserie, Matin")
	w.host.Elapse()
	item, _ := w.file.find("croissant")
	if item.Name != "Croissant au beurre" || strings.Join(item.Tags, "+") != "Matin+viennoiserie" {
		t.Errorf("kept %+v", item)
	}
	if at := slices.IndexFunc(w.wall.tiles, func(t tile) bool { return t.hash == "croissant" }); w.wall.tiles[at].name != "Croissant au beurre" {
		t.Error("the wall does not follow")
	}
	// Leaving saves what was typed last.
	pagetest.Field(t, w.host.Win, "Nom").SetText("Croissant")
	w.tap(t, "four")
	if item.Name != "Croissant" {
		t.Errorf("left, it is %q", item.Name)
	}
	pagetest.Field(t, w.host.Win, "Étiquettes").SetText(strings.Repeat("x", 60))
	w.host.Elapse()
	if !pagetest.Says(w.host.Win, "trop longue") {
		t.Errorf("says %q", pagetest.Texts(w.host.Win))
	}
}

func TestDeletingTheUnused(t *testing.T) {
	w := newWorld(t, kit.ModeLight, laptop)
	w.show(t, LibraryOptions{}, false)
	w.tap(t, "four")
	if b := pagetest.Button(w.host.Win, "Supprimer"); b == nil || !b.Disabled() || !strings.Contains(b.ToolTip(), "publication") {
		t.Error("what is used can be deleted")
	}
	w.tap(t, "croissant")
	pagetest.Field(t, w.host.Win, "Nom").SetText("Croissant") // and not yet saved
	pagetest.Press(t, w.host.Win, "Supprimer")
	w.host.Elapse()
	if _, err := w.file.find("croissant"); err == nil || !pagetest.Says(w.host.Win, "supprimée") {
		t.Errorf("still there; says %q", pagetest.Texts(w.host.Win))
	}
	pagetest.Press(t, w.host.Win, "Annuler")
	if item, err := w.file.find("croissant"); err != nil || item.Name != "Croissant" || w.wall.hash() != "croissant" {
		t.Errorf("undone: %v, at %s", err, w.wall.hash())
	}
}

func TestWhereItIsUsed(t *testing.T) {
	w := newWorld(t, kit.ModeLight, laptop)
	w.show(t, LibraryOptions{}, false)
	w.tap(t, "four")
	if !pagetest.Says(w.host.Win, "Ouverture du dimanche") || !pagetest.Says(w.host.Win, "pas encore placée") {
		t.Fatalf("says %q", pagetest.Texts(w.host.Win))
	}
	chip(t, w.host, "Ouverture du dimanche").OnTapped()
	if len(w.host.Targets) != 1 || w.host.Targets[0] != (page.Target{Room: page.Editorial, View: page.EditPost, ID: "p1"}) || w.host.Win.Canvas().Overlays().Top() != nil {
		t.Errorf("went to %+v", w.host.Targets)
	}
}

func TestAddingAPicture(t *testing.T) {
	w := newWorld(t, kit.ModeLight, laptop)
	w.show(t, LibraryOptions{}, false)
	pagetest.Field(t, w.host.Win, "Chercher un nom, une étiquette").SetText("four")
	w.host.Elapse()
	w.add(t)
	if len(w.wall.tiles) != 16 || w.wall.hash() != "nouveau.jpg" {
		t.Errorf("%d shown, at %s", len(w.wall.tiles), w.wall.hash())
	}
	w.s.Pick = func(_ string, chosen func(string, io.ReadCloser, error)) {
		chosen("vide.jpg", io.NopCloser(strings.NewReader("")), nil)
	}
	w.host.Win.Canvas().Overlays().Remove(w.host.Win.Canvas().Overlays().Top())
	w.show(t, LibraryOptions{}, false)
	w.add(t)
	if !pagetest.Says(w.host.Win, "est vide") {
		t.Errorf("says %q", pagetest.Texts(w.host.Win))
	}
}

// add takes a picture in by the menu.
func (w *world) add(t *testing.T) {
	t.Helper()
	w.choose(t, "Une image…")
}

// choose takes an entry of the menu of what can be added.
func (w *world) choose(t *testing.T, entry string) {
	t.Helper()
	if pagetest.Button(w.host.Win, "Ajouter") == nil {
		t.Fatal("nothing can be added")
	}
	for _, item := range w.library.additions() {
		if item.Label == entry {
			item.Action()
			return
		}
	}
	t.Fatalf("no entry %q", entry)
}

// TestVideosAreAddedAndFoundAgain: a video that moved is said so, and the very
// same one is taken in its new place.
func TestVideosAreAddedAndFoundAgain(t *testing.T) {
	w := newWorld(t, kit.ModeLight, laptop)
	w.show(t, LibraryOptions{}, false)
	data, err := os.ReadFile("../../app/media/testdata/landscape.mp4")
	if err != nil {
		t.Fatal(err)
	}
	w.picked = filepath.Join(t.TempDir(), "atelier.mp4")
	if err := os.WriteFile(w.picked, data, 0o600); err != nil {
		t.Fatal(err)
	}
	w.choose(t, "Une vidéo…")
	if len(w.wall.tiles) != 16 || w.wall.tiles[w.wall.current].name != "atelier.mp4" || !pagetest.Says(w.host.Win, "0:01 · H.264 · AAC · 25 images/s") {
		t.Fatalf("%d shown; says %q", len(w.wall.tiles), pagetest.Texts(w.host.Win))
	}
	w.tap(t, "four")
	moved := filepath.Join(t.TempDir(), "atelier (2).mp4")
	if err := os.Rename(w.picked, moved); err != nil {
		t.Fatal(err)
	}
	w.wall.move(0)
	if !pagetest.Says(w.host.Win, "n’est plus à sa place") {
		t.Fatalf("says %q", pagetest.Texts(w.host.Win))
	}
	w.picked = "../../app/media/testdata/wide.mp4"
	pagetest.Press(t, w.host.Win, "Indiquer où elle se trouve…")
	if !pagetest.Says(w.host.Win, "son contenu diffère") {
		t.Errorf("of another says %q", pagetest.Texts(w.host.Win))
	}
	w.picked = moved
	pagetest.Press(t, w.host.Win, "Indiquer où elle se trouve…")
	if pagetest.Says(w.host.Win, "n’est plus à sa place") || !pagetest.Says(w.host.Win, "atelier (2).mp4") {
		t.Errorf("found again says %q", pagetest.Texts(w.host.Win))
	}
	w.picked = "../../app/media/testdata/sound.m4a"
	w.choose(t, "Une vidéo…")
	if !pagetest.Says(w.host.Win, "ne contient que du son") || len(w.wall.tiles) != 16 {
		t.Errorf("of a sound says %q", pagetest.Texts(w.host.Win))
	}
}

// endless is a video that never ends being read.
type endless struct{ *media.Videos }

func (endless) Add(ctx context.Context, _ string, _ media.Progress) (media.Video, error) {
	<-ctx.Done()
	return media.Video{}, ctx.Err()
}

// apart runs background work on a goroutine, as the window does; the test then
// waits for its end.
type apart struct {
	*pagetest.Host
	ended chan func()
}

func (a apart) Background(work func(ctx context.Context), done func()) {
	go func() {
		work(context.Background())
		a.ended <- done
	}()
}

func TestReadingAVideoCanBeStopped(t *testing.T) {
	w := newWorld(t, kit.ModeLight, laptop)
	w.show(t, LibraryOptions{}, false)
	host := apart{w.host, make(chan func(), 1)}
	w.library.host, w.library.s.Videos = host, endless{}
	w.picked = "film.mp4"
	w.choose(t, "Une vidéo…")
	if !w.library.busy.Visible() {
		t.Fatal("nothing tells that a video is read")
	}
	w.library.giveUp()
	(<-host.ended)()
	if w.library.busy.Visible() || len(w.wall.tiles) != 15 || pagetest.Says(w.host.Win, "canceled") {
		t.Errorf("stopped, says %q", pagetest.Texts(w.host.Win))
	}
}

func TestRightsOfAPicture(t *testing.T) {
	w := newWorld(t, kit.ModeLight, laptop)
	w.show(t, LibraryOptions{}, false)
	w.tap(t, "croissant")
	people := pagetest.All[*kit.Checkbox](w.host.Win)[0]
	people.Tapped(nil)
	if !pagetest.Says(w.host.Win, "personne n’a donné son accord") {
		t.Fatalf("says %q", pagetest.Texts(w.host.Win))
	}
	pagetest.Press(t, w.host.Win, "Ajouter une autorisation")
	pagetest.Press(t, w.host.Win, "Ajouter une autorisation") // in the list, which is empty
	pagetest.Press(t, w.host.Win, "Enregistrer")
	if !pagetest.Says(w.host.Win, "Indiquez de qui il s’agit") {
		t.Errorf("without a name says %q", pagetest.Texts(w.host.Win))
	}
	pagetest.Field(t, w.host.Win, "Nom de la personne, de l’auteur ou du vendeur").SetText("Léo Martin")
	pagetest.All[*kit.Select](w.host.Win)[0].OnChanged(1)
	if !pagetest.Says(w.host.Win, "autorité parentale") {
		t.Error("nothing is said of parents")
	}
	pagetest.Field(t, w.host.Win, "Usage accordé").SetText("La vitrine")
	for _, tag := range pagetest.All[*kit.ActionTag](w.host.Win) {
		if tag.Text() == "Facebook" || tag.Text() == "Instagram" {
			tag.Tapped(nil)
		}
	}
	pagetest.Press(t, w.host.Win, "Joindre le document")
	if !pagetest.Says(w.host.Win, "accord.pdf") {
		t.Errorf("says %q", pagetest.Texts(w.host.Win))
	}
	pagetest.Press(t, w.host.Win, "Enregistrer")
	item, _ := w.file.find("croissant")
	if len(item.Rights) != 1 {
		t.Fatalf("kept %+v; says %q", item.Rights, pagetest.Texts(w.host.Win))
	}
	r := item.Rights[0]
	if r.Person != "Léo Martin" || r.Kind != media.RightChild || strings.Join(r.Networks, " ") != "facebook instagram" || r.SignedOn != day(11, 21) || r.Proof.Name != "accord.pdf" || r.Purpose != "La vitrine" {
		t.Errorf("kept %+v", r)
	}
	if !pagetest.Says(w.host.Win, "Un enfant · sans fin · Facebook, Instagram") {
		t.Errorf("the list says %q", pagetest.Texts(w.host.Win))
	}

	// Its paper comes out again.
	chip(t, w.host, "Léo Martin").OnTapped()
	w.saved = filepath.Join(t.TempDir(), "accord.pdf")
	pagetest.Press(t, w.host.Win, "Enregistrer sous…")
	if data, err := os.ReadFile(w.saved); err != nil || string(data) != "%PDF-1.7" {
		t.Errorf("written %q, %v", data, err)
	}
	pagetest.Press(t, w.host.Win, "Supprimer l’autorisation")
	if item, _ := w.file.find("croissant"); len(item.Rights) != 0 {
		t.Errorf("left %+v", item.Rights)
	}
	pagetest.Press(t, w.host.Win, "Fermer")
	if !pagetest.Says(w.host.Win, "personne n’a donné son accord") {
		t.Errorf("at the side says %q", pagetest.Texts(w.host.Win))
	}
}

// TestThousandsOnTheWall: only what is in sight is drawn and fetched.
func TestThousandsOnTheWall(t *testing.T) {
	w := newWorld(t, kit.ModeLight, laptop)
	w.file.items = nil
	for i := range 5000 {
		w.file.items = append(w.file.items, media.Item{Hash: media.Hash(fmt.Sprint(i)), Kind: media.KindImage, Name: fmt.Sprint(i, ".jpg")})
	}
	w.show(t, LibraryOptions{}, true)
	pagetest.Keys(w.host.Win, fyne.KeyDown)
	for range 200 {
		pagetest.Keys(w.host.Win, fyne.KeyPageDown)
	}
	pagetest.Keys(w.host.Win, fyne.KeyEnd)
	if w.wall.current != 4999 || len(w.wall.pool) > 60 || len(w.wall.thumbs.pictures) > mostThumbs+60 {
		t.Errorf("at %d, %d tiles drawn, %d pictures kept", w.wall.current, len(w.wall.pool), len(w.wall.thumbs.pictures))
	}
}

func TestLibraryInEveryLook(t *testing.T) {
	inEveryLook(t, func(t *testing.T, mode kit.Mode, size fyne.Size, name string) {
		w := newWorld(t, mode, size)
		w.show(t, LibraryOptions{Several: true}, true)
		pagetest.Keys(w.host.Win, fyne.KeyDown, fyne.KeyRight, fyne.KeySpace, fyne.KeyLeft, fyne.KeySpace)
		shoot(t, w.host, "mediatheque-"+name)
		w.library.wall.move(2)
		shoot(t, w.host, "mediatheque-video-"+name)
		ShowRights(w.host, w.s, "vitrine", func() {})
		shoot(t, w.host, "droits-"+name)
		chip(t, w.host, "Marie Le Goff").OnTapped()
		shoot(t, w.host, "autorisation-"+name)
		empty := newWorld(t, mode, size)
		empty.file.items = nil
		empty.show(t, LibraryOptions{}, false)
		shoot(t, empty.host, "mediatheque-vide-"+name)
	})
}
