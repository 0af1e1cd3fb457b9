package networks

import "fyne.io/fyne/v2"

// listen takes the keys of the window that no field takes, or leaves them to whoever
// had them.
func (p *Page) listen(on bool) {
	if on == p.listening {
		return
	}
	p.listening = on
	over := p.host.Window().Canvas()
	if !on {
		over.SetOnTypedKey(p.keys)
		return
	}
	p.keys = over.OnTypedKey()
	over.SetOnTypedKey(func(e *fyne.KeyEvent) {
		if !p.escape(e) && p.keys != nil {
			p.keys(e)
		}
	})
}

// escape goes back on Escape, or stops what a form is doing, and reports whether it
// took the key.
func (p *Page) escape(e *fyne.KeyEvent) bool {
	if e.Name != fyne.KeyEscape || p.host.Window().Canvas().Overlays().Top() != nil {
		return false
	}
	if p.form != nil {
		p.form.cancel()
		return true
	}
	p.back()
	return true
}
