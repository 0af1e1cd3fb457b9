// Package kit is Parvis's design system on Fyne: the theme and the widgets that
// every screen is made of. It holds no business rule: widgets take strings ready
// to draw and call back.
//
// # Theme
//
//   - [Palette]: every colour, light and dark; a test holds the contrasts.
//   - [Theme] ([NewTheme]): palette, Inter, sizes; mode and text scale are given
//     when it is built. [ColorFor] and [SizeFor] ask it by name.
//   - [Tone]: what a colour says (good, attention, danger, primary, a pillar).
//
// # Text and pictures
//
//   - [Text] ([Title], [Section], [Body], [Strong], [Secondary], [Caption],
//     [Paragraph]): one line that ends with an ellipsis and a tooltip when cut, or
//     wrapped with [Text.Wrapped].
//   - [Icon], [IconResource], [AppIcon], [Logo]; [NetworkBadge]; [Dot].
//
// # Layout
//
// [VStack], [HStack], [Flow], [Columns], [Rows], [Pad], [Width], [Height],
// [VScroll], [Grow], [GrowSpace]. They know the height of wrapped texts at a
// width, which Fyne's own layouts do not: prefer them around texts that wrap.
// [NewPage] and [PageHeader] make a page; [NewCard], [NewNote]
// and [Surface] its boxes; [SectionHeader] the first line of a card.
//
// # Acting and choosing
//
// [Button] (outlined, primary, quiet, danger, icon alone), [NewMenuButton],
// [Select], [Segmented], [Checkbox], [Tag], [ActionTag] ([NewFilterTag]),
// [TapRow] ([NewChoiceCard], [NewChoiceChip]); [Reorder] for tiles put in order by hand.
//
// # Fields
//
// [Entry] ([NewEntry], [NewTextArea], [NewPasswordEntry], [NewSearchEntry]),
// [DateField], [TimeField], [MonthPicker], [InlineError]. [ParseDate] and
// [ParseTime] read what people type; [Entry.SetMarks] underlines words.
//
// # Showing
//
// [FigureTile], [NewFigureStrip], [ProgressBar], [NewBalance], [NewTodoRow],
// [NewCheckRow], [Stepper], [MonthGrid], [WeekGrid], [DataTable],
// [NewEmptyState].
//
// # Telling
//
// [Toasts] for what succeeded, [InlineError] and [Entry.SetError] for what must be
// corrected, [Modal] for a form, [Confirm] for a decision, [Busy] for work that
// lasts.
//
// Every widget with an action takes the focus, shows it, and works with the
// keyboard; Escape closes the modal it is in. All of the kit is for the main
// goroutine. Tooltips of a page need the tooltip layer of the window (package
// fynetooltip); a modal shows its own. A widget of a screen may be drawn with
// [Renderer] and the colours of [ColorFor].
package kit
