// Command emptywindow opens an empty Fyne window of the size of Parvis's own:
// the benchmarks of cmd/parvis measure the program beside it.
package main

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"
)

func main() {
	w := app.NewWithID("fr.parvis.emptywindow").NewWindow("Vide")
	w.Resize(fyne.NewSize(1280, 800))
	w.ShowAndRun()
}
