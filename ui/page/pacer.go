package page

import "time"

// breath is how long a Pacer rests.
const breath = 400 * time.Millisecond

// Pacer follows what happens often, as when a thousand posts leave in a minute: at
// once, then at most every 400 ms, and once more when it is over. The zero Pacer is
// ready to use.
type Pacer struct{ resting, again bool }

// Follow calls f now, or when the rest is over if it called anything lately; f is the
// same at every call. Call it on the main goroutine.
func (p *Pacer) Follow(h Host, f func()) {
	if p.resting {
		p.again = true
		return
	}
	p.resting = true
	f()
	h.After(breath, func() {
		p.resting = false
		if p.again {
			p.again = false
			p.Follow(h, f)
		}
	})
}
