package kit

import (
	"os"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"parvis/app"
	"parvis/assets/icons"
)

// TestGallery draws every widget in both themes. With PARVIS_GALLERY set to a
// folder it writes the pictures there; without, it proves that all of them can be
// drawn at the two reference sizes.
func TestGallery(t *testing.T) {
	dir := os.Getenv("PARVIS_GALLERY")
	words := french(t)
	pages := map[string]func(w fyne.Window) fyne.CanvasObject{
		"controls": func(fyne.Window) fyne.CanvasObject { return galleryControls(words) },
		"home":     func(fyne.Window) fyne.CanvasObject { return galleryHome() },
		"calendar": func(w fyne.Window) fyne.CanvasObject { return galleryCalendar(words) },
		"week":     func(fyne.Window) fyne.CanvasObject { return galleryWeek(words) },
		"table":    func(fyne.Window) fyne.CanvasObject { return galleryTable() },
		"icons":    func(fyne.Window) fyne.CanvasObject { return galleryIcons() },
		"reorder":  func(fyne.Window) fyne.CanvasObject { return galleryReorder() },
		"modal":    func(w fyne.Window) fyne.CanvasObject { return galleryModal(words, w) },
		"strategy": func(fyne.Window) fyne.CanvasObject { return galleryStrategy() },
	}
	modes := map[string]Mode{"light": ModeLight, "dark": ModeDark}
	sizes := map[string]fyne.Size{"1072x800": fyne.NewSize(1072, 800), "816x640": fyne.NewSize(816, 640)}
	a := test.NewTempApp(t)
	for modeName, mode := range modes {
		a.Settings().SetTheme(NewTheme(mode, 1))
		for name, page := range pages {
			for sizeName, size := range sizes {
				w := test.NewWindow(nil)
				w.SetPadded(false)
				w.Resize(size)
				w.SetContent(container.NewStack(NewBackground(ColorBackground), page(w)))
				w.Resize(size)
				img := w.Canvas().Capture()
				if img.Bounds().Dx() != int(size.Width) {
					t.Errorf("%s %s %s: drawn %v wide", name, modeName, sizeName, img.Bounds().Dx())
				}
				if dir != "" {
					save(t, dir, name+"-"+modeName+"-"+sizeName, img)
				}
				for _, o := range w.Canvas().Overlays().List() {
					w.Canvas().Overlays().Remove(o)
				}
				w.Close()
			}
		}
	}
}

func galleryControls(words Words) fyne.CanvasObject {
	disabled := NewButton("Relire", nil)
	disabled.Disable()
	focused := NewButton("Avec le focus", nil)
	focused.focused = true
	buttons := NewCard(VStack(Gap,
		SectionHeader("Boutons", []fyne.CanvasObject{NewTag("8 sortes", ToneNeutral)}, NewQuietButton("Tout voir", nil).Compact()),
		Flow(Gap,
			NewPrimaryButton("Nouvelle publication", nil).WithIcon(icons.Plus), NewButton("Importer des chiffres", nil),
			NewQuietButton("Plus tard", nil), NewDangerButton("Supprimer", nil), disabled, focused,
			NewIconButton(icons.More, "Plus d’actions", nil), NewIconButton(icons.ChevronLeft, "Mois précédent", nil),
			NewButton("Relever", nil).WithIcon(icons.Refresh), NewButton("Classer", nil).Compact(),
			NewMenuButton("Filtrer", "", nil),
		),
		Flow(8,
			NewTag("rien de prévu", ToneNeutral), NewTag("2 prêtes", ToneGood), NewTag("1 brouillon", ToneAttention),
			NewTag("négatif", ToneDanger), NewTag("choisi", TonePrimary),
			NewFilterTag("Produits 40 %", PillarTone(1), true, nil), NewFilterTag("Offres 15 %", PillarTone(2), false, nil),
			NewFilterTag("Coulisses 20 %", PillarTone(3), false, nil), NewFilterTag("Vie locale 15 %", PillarTone(4), true, nil),
			NewFilterTag("Équipe 10 %", PillarTone(5), false, nil), NewFilterTag("@boulangerie.martin", ToneNeutral, true, nil),
		),
		badges(),
		HStack(Gap, NewSegmented([]string{"Mois", "Semaine", "Liste", "Registre"}, 0, nil),
			NewSegments([]Segment{{Label: "Commun"}, {Label: "Facebook"}, {Label: "Instagram", Mark: true}, {Label: "Mastodon"}}, 1, nil)),
		HStack(Gap, NewSelect([]string{"Tous les réseaux", "Facebook"}, 0, "", nil), NewSelect([]string{"a"}, -1, "Choisir un pilier", nil)),
		NewCheckbox("Publier aussi le dimanche, quand la boutique est ouverte", true, nil),
		NewCheckbox("Une case vide", false, nil),
	))
	name := NewEntry("Nom du pilier").WithHint("Un ou deux mots suffisent.")
	name.SetText("Coulisses")
	wrong := NewEntry("Adresse du site").WithPlaceholder("https://")
	wrong.SetText("boulangerie martin")
	wrong.SetError("Cette adresse n’est pas complète. Ajoutez par exemple « .fr » à la fin.")
	area := NewTextArea("Texte")
	area.SetText("Vendredi, on fait le Black Friday à notre façon.\n\nUne baguette tradition achetée = une offerte pour votre voisin.")
	area.SetCounter("242 / 2 200 caractères", ToneNeutral)
	date := NewDateField(words, "Date", today)
	date.SetDate(testToday.AddDays(6))
	clock := NewTimeField(words, "Heure")
	clock.SetTime(app.TimeOfDay{Hour: 9, Minute: 30})
	problem := NewInlineError()
	problem.Set("Instagram a refusé l’image : elle est trop haute. Recadrez-la en 4:5, puis réessayez.")
	fields := NewCard(VStack(14,
		name, wrong, HStackTop(Gap, Width(170, date), Width(110, clock)), NewSearchEntry("Rechercher"),
		problem, Grow(area)))
	return PagePad(VStack(CardGap,
		NewPageHeader("Indicateurs", "", []fyne.CanvasObject{
			NewSegmented([]string{"Semaine", "Mois", "Trimestre", "Année"}, 1, nil),
			NewSelect([]string{"nov. 2026"}, 0, "", nil),
		}, NewButton("Saisir", nil), NewButton("Importer un export", nil), NewPrimaryButton("Exporter vers Excel", nil)),
		Grow(Columns(CardGap, Col(1.4, 420, buttons), Col(1, 300, fields)))))
}

func badges() fyne.CanvasObject {
	row := HStack(8)
	for _, n := range []string{
		"facebook", "instagram", "linkedin", "mastodon", "bluesky", "x", "wordpress", "google", "threads", "youtube", "tiktok",
		"pinterest", "telegram", "discord", "inconnu",
	} {
		row.Add(NewNetworkBadge(n))
	}
	return row
}

func galleryHome() fyne.CanvasObject {
	strip := NewFigureStrip(
		NewFigureTile(Figure{Label: "Abonnés", Value: "2 314", Delta: "+86", Tone: ToneGood, Progress: 0.77, Caption: "objectif 2 500 au 31 déc."}),
		NewFigureTile(Figure{Label: "Engagement / portée", Value: "4,1 %", Delta: "+0,6 pt", Tone: ToneGood, Progress: 0.82, Caption: "objectif 5 %"}),
		NewFigureTile(Figure{Label: "Publiés ce mois", Value: "11 / 16", Progress: 0.69, ProgressTone: ToneAttention, Caption: "5 à programmer avant le 30"}),
		NewFigureTile(Figure{Label: "Délai de réponse", Value: "n. d.", Missing: true, Progress: 0, Caption: "objectif 2 h, médiane ouvrée"}),
		NewFigureTile(Figure{Label: "Dépensé", Value: "142 €", Unit: "/ 200 €", Progress: 0.71, Caption: "1 justificatif manquant"}),
	)
	todo := NewCard(VStack(14,
		SectionHeader("À faire aujourd’hui", []fyne.CanvasObject{NewTag("5", ToneNeutral)}),
		Rows(9,
			NewTodoRow(ToneDanger, "en retard", "Un avis négatif attend une réponse", "Google · 2 ★ « pain rassis samedi » · il y a 5 h", NewButton("Répondre", nil)),
			NewTodoRow(ToneDanger, "urgent", "Instagram : autorisation expirée demain", "3 publications programmées en dépendent", NewButton("Reconnecter", nil)),
			NewTodoRow(ToneAttention, "", "Valider « Calendrier de l’Avent »", "Mardi 1er déc. 08:30 · Facebook, Instagram", NewButton("Relire", nil)),
			NewTodoRow(TonePrimary, "", "Aucune idée pour la semaine 49", "Le pilier « Coulisses » n’a rien depuis 12 jours et il faudrait y penser", NewButton("Proposer", nil)),
		)))
	row := func(when string, title, state string, networks ...string) fyne.CanvasObject {
		line := HStack(Gap, Width(74, NewText(when, StyleSecondaryStrong)))
		for _, n := range networks {
			line.Add(NewNetworkBadge(n))
		}
		line.Add(Grow(Body(title)))
		line.Add(Caption(state))
		return line
	}
	next := NewCard(VStack(14,
		SectionHeader("Prochaines publications", []fyne.CanvasObject{Secondary("heure de Paris")}),
		Rows(9,
			row("Auj. 17:30", "Fournée de 17 h", "prêt", "instagram", "facebook"),
			row("Dim. 09:00", "Brioche du dimanche et autres douceurs", "✓ chez Facebook", "facebook"),
			row("Lun. 08:15", "On recrute un·e apprenti·e", "prêt", "linkedin"))))
	empty := NewCard(NewEmptyState(icons.Calendar, "Aucun temps fort dans les trente jours qui viennent.", NewButton("Ajouter une date", nil)))
	return NewPage(
		NewPageHeader("Bonjour, Camille", "Samedi 21 novembre · semaine 47 · 6 jours avant Black Friday", nil,
			NewButton("Importer des chiffres", nil), NewPrimaryButton("Nouvelle publication", nil).WithIcon(icons.Plus)),
		VScroll(VStack(CardGap, strip, Grow(Columns(CardGap, Col(1.35, 420, todo), Col(1, 320, VStack(CardGap, Grow(next), Grow(empty))))))))
}

func sampleDays() []GridDay {
	var days []GridDay
	month := app.Date{Year: 2026, Month: 11, Day: 1}
	for _, d := range monthWeeks(month) {
		days = append(days, GridDay{Date: d, Out: d.Month != month.Month, Today: d == testToday})
	}
	at := func(day int) *GridDay {
		for i := range days {
			if !days[i].Out && days[i].Date.Day == day {
				return &days[i]
			}
		}
		return nil
	}
	add := func(day int, c GridChip) {
		c.ID = string(rune('a'+day)) + c.Time
		at(day).Chips = append(at(day).Chips, c)
	}
	at(1).KeyDate = "Toussaint"
	at(11).KeyDate = "Armistice (férié)"
	at(19).KeyDate = "Beaujolais nouveau"
	at(27).KeyDate = "Black Friday"
	add(2, GridChip{Time: "09:00", Title: "Rentrée des classes", Pillar: 1, Networks: []string{"facebook"}, Fixed: true})
	add(4, GridChip{Time: "12:00", Title: "Coulisses : le levain", Pillar: 3, Networks: []string{"instagram"}, Fixed: true})
	add(6, GridChip{Time: "17:30", Title: "Fournée de 17 h", Pillar: 1, Networks: []string{"instagram"}})
	add(6, GridChip{Time: "18:00", Title: "Fournée de 17 h", Pillar: 1, Networks: []string{"bluesky", "mastodon"}})
	add(9, GridChip{Time: "08:15", Title: "Portrait : Sofiane", Pillar: 5, Networks: []string{"linkedin"}})
	for i, n := range []string{"facebook", "instagram", "linkedin", "x", "mastodon", "bluesky"} {
		add(18, GridChip{Time: []string{"09:00", "12:30", "18:00", "19:00", "20:00", "21:00"}[i], Title: "Jeu-concours", Pillar: i%6 + 1, Networks: []string{n}})
	}
	add(21, GridChip{Time: "17:30", Title: "Fournée", Pillar: 1, Networks: []string{"instagram"}, Tone: ToneDanger})
	add(27, GridChip{Time: "07:30", Title: "Black Friday à notre façon", Pillar: 2, Networks: []string{"facebook", "instagram", "mastodon", "x"}})
	add(30, GridChip{Time: "08:30", Title: "J-1 calendrier de l’Avent", Pillar: 4, Networks: []string{"facebook"}})
	return days
}

var frenchWeekdays = [7]string{"lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim."}

func galleryCalendar(words Words) fyne.CanvasObject {
	grid := NewMonthGrid(words, frenchWeekdays)
	grid.SetDays(sampleDays())
	grid.focused = true
	idea := func(title, caption string, pillar int) fyne.CanvasObject {
		return NewChoiceCard(VStack(1, NewText(title, StyleSecondaryStrong).Wrapped(), Caption(caption)), false, nil).WithAccent(PillarColor(pillar))
	}
	side := NewCard(VStack(Gap,
		Section("À placer"), Secondary("Glissez une idée sur un jour"),
		idea("Bûches : ouverture des réservations", "Offre · brouillon", 2),
		idea("Comment choisir sa farine", "Coulisses · idée", 3),
		NewSeparator(), Section("Équilibre du mois"),
		NewBalance(
			BalanceRow{"Produits", "33 % / 40 %", 0.33, 0.40, PillarTone(1)},
			BalanceRow{"Offres", "28 % / 15 %", 0.28, 0.15, PillarTone(2)},
			BalanceRow{"Coulisses", "17 % / 20 %", 0.17, 0.20, PillarTone(3)}),
		NewText("Trop d’offres : deux publications « Coulisses » rétabliraient l’équilibre.", StyleCaption).Wrapped()))
	header := NewPageHeader("Publications", "", []fyne.CanvasObject{NewSegmented([]string{"Mois", "Semaine", "Liste", "Registre"}, 0, nil)},
		NewIconButton(icons.ChevronLeft, "Mois précédent", nil), Section("Novembre 2026"), NewIconButton(icons.ChevronRight, "Mois suivant", nil),
		NewButton("Aujourd’hui", nil), NewIconButton(icons.More, "Plus", nil), NewPrimaryButton("Nouvelle publication", nil).WithIcon(icons.Plus))
	return NewPage(header, Columns(CardGap, Col(3.3, 480, grid), Col(1, 230, side)))
}

func galleryWeek(words Words) fyne.CanvasObject {
	grid := NewWeekGrid(words)
	grid.SetDays(sampleWeek(), app.Civil{Date: testToday, Time: clock(14, 32)})
	grid.body.focused = true
	grid.SelectBlock("a")
	return PagePad(grid)
}

func galleryTable() fyne.CanvasObject {
	table := NewDataTable(
		TableColumn{Title: "Entreprise", Weight: 2, MinWidth: 120, Sortable: true},
		TableColumn{Title: "Abonnés", Weight: 1, MinWidth: 70, Align: fyne.TextAlignTrailing, Sortable: true},
		TableColumn{Title: "30 j", Weight: 1, MinWidth: 60, Align: fyne.TextAlignTrailing, Sortable: true},
		TableColumn{Title: "Réactions / publ.", Weight: 1, MinWidth: 80, Align: fyne.TextAlignTrailing},
		TableColumn{Title: "Source", Weight: 1, MinWidth: 120},
	)
	table.SetRows(2000, func(row, column int) Cell {
		names := []string{"Boulangerie Martin", "Maison Le Goff", "Le Fournil d’Erdre et ses amis de toujours", "Pains & Co (chaîne)"}
		switch column {
		case 0:
			return Cell{Text: names[row%4], Strong: row == 0}
		case 1:
			return Cell{Text: []string{"2 314", "3 120", "1 672", "18 400"}[row%4]}
		case 2:
			return Cell{Text: []string{"+3,9 %", "−0,3 %"}[row%2], Color: []fyne.ThemeColorName{ColorGreenText, ColorCoralText}[row%2]}
		case 3:
			return Cell{Text: "41", Color: ColorMuted}
		}
		return Cell{Text: "page publique", Network: []string{"facebook", "mastodon"}[row%2]}
	})
	table.Select(0)
	table.SetSorted(1, true)
	return PagePad(NewCard(VStack(Gap, SectionHeader("Comparaison, 30 jours", []fyne.CanvasObject{NewTag("même dénominateur pour tous", ToneNeutral)}), Grow(table))))
}

// galleryReorder is a row of pictures, of which one is dragged.
func galleryReorder() fyne.CanvasObject {
	r := NewReorder(10)
	var tiles []fyne.CanvasObject
	for _, n := range []icons.Name{icons.Image, icons.Star, icons.Video, icons.Calendar} {
		tiles = append(tiles, Width(116, Height(80, NewSurface(container.NewCenter(NewIcon(n, 22, ColorMuted)), ColorTrack, ColorLine, 8, 0))))
	}
	r.SetTiles(tiles, Width(116, Height(80, NewButton("Image", nil).WithIcon(icons.Plus))))
	r.Resize(fyne.NewSize(700, 80))
	r.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(60, 40)}})
	r.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(320, 62)}, Dragged: fyne.NewDelta(260, 22)})
	still := NewReorder(10)
	still.SetTiles([]fyne.CanvasObject{Width(116, Height(80, NewCard(Body("Un")))), Width(116, Height(80, NewCard(Body("Deux"))))})
	still.FocusGained()
	return PagePad(NewCard(VStack(24, r, still)))
}

func galleryIcons() fyne.CanvasObject {
	flow := Flow(18)
	for _, n := range icons.All() {
		flow.Add(Width(86, VStack(4, NewIcon(n, 24, ColorInk), Caption(string(n)).Aligned(fyne.TextAlignCenter))))
	}
	return PagePad(NewCard(flow))
}

func galleryModal(words Words, w fyne.Window) fyne.CanvasObject {
	toasts := NewToasts(words, func(time.Duration, func()) func() { return func() {} })
	toasts.Say("« Brioche du dimanche » est programmée dimanche à 09:00.")
	toasts.SayWithAction("La publication a été déplacée au vendredi 27 novembre.", "Annuler", func() {})
	w.SetContent(NewBackground(ColorBackground))
	field := NewEntry("Nom")
	m := NewModal(words, w.Canvas(), ModalOptions{
		Title: "Nouvelle source", Primary: "Ajouter la source", First: field.Focusable(),
		Content: VStack(14, Paragraph("Collez l’adresse d’un site ou d’un flux : Parvis trouve ce qui peut être suivi."), field, NewEntry("Adresse"),
			NewMonthPicker(words, testToday, testToday.AddDays(6), nil)),
	})
	m.Show()
	m.SetError("Cette adresse ne répond pas. Vérifiez-la, ou réessayez plus tard.")
	return toasts
}

func galleryStrategy() fyne.CanvasObject {
	steps := NewStepper([]Step{
		{"Mon entreprise", StepDone},
		{"Bilan de l’existant", StepDone},
		{"Objectifs", StepCurrent},
		{"Publics", StepTodo},
		{"Charte de modération et de bonne conduite", StepTodo},
		{"Synthèse", StepTodo},
	}, nil)
	choice := func(title, caption string, chosen bool) *TapRow {
		color := ColorMuted
		if chosen {
			color = ColorMutedOnSoft
		}
		return NewChoiceCard(VStack(2, NewText(title, StyleBodyStrong).Wrapped(), NewText(caption, StyleCaption).Wrapped().Colored(color)), chosen, nil)
	}
	note := NewNote(NewText("✓ Réaliste : +272 en 40 jours, soit +6,8 par jour ; vous étiez à +5,1 ces 30 derniers jours.", StyleSecondary).Wrapped().Colored(ColorGreenText), ToneGood)
	middle := NewCard(VScroll(VStack(14,
		Section("Que voulez-vous obtenir, et pour quand ?"),
		NewText("Choisissez un ou deux objectifs : on suit mieux peu de choses. Un objectif est chiffré, daté et à votre portée.", StyleBody).Wrapped().Colored(ColorMuted),
		Columns(Gap, Col(1, 100, choice("Me faire connaître", "abonnés, portée", true)), Col(1, 100, choice("Faire venir en boutique", "clics itinéraire, appels", false)), Col(1, 100, choice("Vendre en ligne", "clics, commandes", false))),
		note, NewProgressBar(0.4, ToneNeutral).WithTarget(0.6),
		NewCheckRow(ToneDanger, "Texte alternatif manquant", "Image 2 · lu par les personnes malvoyantes"),
		NewCheckRow(ToneAttention, "Lien non cliquable sur Instagram", "Mettre « lien en bio » dans la version Instagram ?"),
		NewCheckRow(ToneGood, "Longueurs et formats", "3 réseaux sur 3"),
	)))
	right := NewNote(VStack(8, Section("Pourquoi on vous le demande"), Paragraph("Vos objectifs apparaissent dans les indicateurs, dans chaque publication et dans le rapport du mois.")), TonePrimary)
	return NewPage(NewPageHeader("Ma stratégie", "Étape 3 sur 10 · environ 12 minutes restantes · tout est enregistré au fur et à mesure", nil, NewButton("Quitter et reprendre plus tard", nil)),
		Columns(CardGap, Col(1, 190, NewCard(steps)), Col(2.4, 330, middle), Col(1.4, 220, VStack(0, right))))
}
