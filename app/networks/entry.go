package networks

import "slices"

// Entry is how accounts of a network are connected, as the screens show it before
// anything is asked. Keys name sentences; slices are shared, not to be changed.
type Entry struct {
	Network Network
	Takes   string // key: what it takes, in a few words; "" where only the hand serves
	Notes   []string
	Ways    []Way // best first; none where Parvis knows of none
}

// WayKind says what a way in asks of the owner.
type WayKind string

// The ways in; whatever the network, an account can also be followed by hand.
const (
	InBrowser WayKind = "browser" // consent on the network's own page
	Pasted    WayKind = "pasted"  // what the network gave, pasted
	OwnApp    WayKind = "own_app" // an application of the owner's, then as InBrowser
)

// Way is one way in: what to do, in order, and what is asked.
type Way struct {
	Kind   WayKind
	Steps  []Step
	Fields []Field
	// Ports are those that browsers may come back to, where the network wants to
	// be told their addresses beforehand; none is any.
	Ports []int
}

// Asks reports whether the way leads through the owner's browser: AccountService.SignIn
// takes it, and Connect the others.
func (w Way) Asks() bool { return w.Kind == InBrowser || w.Kind == OwnApp }

// Step is one thing to do, with the page where it is done: either an address or,
// on the server that the owner named, a path.
type Step struct {
	Say    string // key
	Page   string // https address, "" for none
	Path   string // begins with a slash, "" for none
	Dated  bool   // Path ends with a name, which must be new each time: the moment follows it
	Copies bool   // shows the addresses that browsers come back to, to be copied
	Names  bool   // names the server: it is known when an account is connected again
}

// Part says what a field is for Connect and SignIn.
type Part string

// The parts of what is typed.
const (
	PartService    Part = "service"
	PartIdentifier Part = "identifier"
	PartSecret     Part = "secret"
	PartClient     Part = "client"     // Client.ID
	PartClientKey  Part = "client_key" // Client.Secret
)

// Field is something asked.
type Field struct {
	Part        Part
	Label       string // key
	Placeholder string // an example, the same in every language
	Hint        string // key, "" for none
	Optional    bool
	Name        bool // an account's own name serves: Account.Handle
	Kept        bool // left out, the one of before serves while the account has its credential
}

// Hidden reports whether what is typed is not to be seen.
func (f Field) Hidden() bool { return f.Part == PartSecret || f.Part == PartClientKey }

// EntryOf returns how accounts of a network are connected.
func EntryOf(n Network) Entry {
	for _, e := range entries {
		if e.Network == n {
			return e
		}
	}
	return Entry{Network: n}
}

// Entries returns those of every network, in the order they are shown in: the
// easiest ways in first.
func Entries() []Entry { return slices.Clone(entries) }

// named reports whether an account of the network signs in with its own name.
func (e Entry) named() bool {
	for _, w := range e.Ways {
		if slices.ContainsFunc(w.Fields, func(f Field) bool { return f.Name }) {
			return true
		}
	}
	return false
}

// ports returns the ports that browsers may come back to.
func (e Entry) ports() []int {
	for _, w := range e.Ways {
		if w.Asks() {
			return w.Ports
		}
	}
	return nil
}

// Ways returns the ways in to a network that its connector has, best first: none
// without a connector.
func (s *AccountService) Ways(n Network) []Way {
	if !s.Connectable(n) {
		return nil
	}
	_, asks := s.asking(n)
	return slices.DeleteFunc(slices.Clone(EntryOf(n).Ways), func(w Way) bool { return w.Asks() && !asks })
}
