package media

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"parvis/app"
)

// RightKind is what an authorisation is about.
type RightKind string

// The kinds of authorisations.
const (
	RightPerson RightKind = "person" // somebody can be recognised (article 9 of the Code civil)
	RightChild  RightKind = "child"  // so can a child: whoever has parental authority signs
	RightAuthor RightKind = "author" // a photographer took it
	RightBought RightKind = "bought" // it was bought, from an agency or an image bank
)

// RightKinds returns the kinds in the order shown.
func RightKinds() []RightKind { return []RightKind{RightPerson, RightChild, RightAuthor, RightBought} }

// aboutPeople reports whether an authorisation of the kind answers for somebody
// who can be recognised.
func (k RightKind) aboutPeople() bool { return k == RightPerson || k == RightChild }

// Right is an authorisation to publish a picture or a video. It is personal data,
// kept in the business's file alone, and gone with the picture.
type Right struct {
	ID   app.ID
	Hash Hash // of the picture or video
	Kind RightKind
	// Person is who can be recognised, who took it or who sold it.
	Person string
	// Networks are those it is for, by their identifiers; none means all.
	Networks []string
	// Purpose is what it is for, in the owner's words; "" for anything.
	Purpose string
	// SignedOn is when it was given, the zero Date while it was not.
	SignedOn app.Date
	// ExpiresOn is the last day it holds, the zero Date for no end.
	ExpiresOn app.Date
	Proof     Proof // the signed paper, the zero Proof for none
	Note      string
}

// Proof is a signed paper without its bytes: a PDF or a picture, as it came.
type Proof struct {
	Hash  Hash
	Name  string
	MIME  string
	Bytes int64
}

// Covers reports whether the right is for a network; "" asks about any.
func (r Right) Covers(network string) bool {
	return len(r.Networks) == 0 || network == "" || slices.Contains(r.Networks, network)
}

// Standing is how things are with the rights of a picture, from the best to the
// worst.
type Standing int

// The standings.
const (
	RightsNone    Standing = iota // nothing is asked for: nobody is recognised, nothing noted
	RightsValid                   // all is signed and holds
	RightsSoon                    // an authorisation ends within ExpiresSoon days
	RightsExpired                 // one has ended
	RightsMissing                 // somebody can be recognised and has not signed, or not for this
)

// ExpiresSoon is how many days before its end an authorisation is spoken of.
const ExpiresSoon = 30

// On returns how the authorisation stands on a day, whatever the network.
func (r Right) On(day app.Date) Standing {
	switch {
	case r.SignedOn.IsZero() || r.SignedOn.After(day):
		return RightsMissing
	case r.ExpiresOn.IsZero():
		return RightsValid
	case r.ExpiresOn.Before(day):
		return RightsExpired
	case day.DaysUntil(r.ExpiresOn) <= ExpiresSoon:
		return RightsSoon
	}
	return RightsValid
}

// Finding is why a picture stands as it does: one person's authorisation, the
// best of those that this person gave.
type Finding struct {
	Right    Right // its Person is "" when nobody at all has signed
	Standing Standing
	// Network is where the authorisation does not reach, "" when it is not about
	// networks.
	Network string
}

// Report is how things are with the rights of one picture or video.
type Report struct {
	Hash     Hash
	Standing Standing
	// Findings are what is not valid, the worst first.
	Findings []Finding
}

// reportOn judges the rights of a picture on a day, for networks (none asks
// about any). Somebody who signed twice is judged by the better paper, so that a
// renewed authorisation replaces the one that ended. people says that somebody
// can be recognised.
func reportOn(h Hash, rights []Right, people bool, day app.Date, on []string) Report {
	report := Report{Hash: h}
	if len(on) == 0 {
		on = []string{""}
	}
	type signer struct {
		kind   RightKind
		person string
	}
	by := make(map[signer][]Right)
	var order []signer
	signed := false
	for _, r := range rights {
		who := signer{r.Kind, fold(r.Person)}
		if by[who] == nil {
			order = append(order, who)
		}
		by[who] = append(by[who], r)
		signed = signed || r.Kind.aboutPeople()
	}
	for _, who := range order {
		worst := Finding{Standing: RightsNone}
		for _, network := range on {
			found, covered := Finding{Right: by[who][0], Standing: RightsMissing, Network: network}, false
			for _, r := range by[who] {
				if r.Covers(network) && (!covered || r.On(day) < found.Standing) {
					found, covered = Finding{Right: r, Standing: r.On(day)}, true
				}
			}
			if found.Standing > worst.Standing {
				worst = found
			}
		}
		report.Standing = max(report.Standing, worst.Standing)
		if worst.Standing > RightsValid {
			report.Findings = append(report.Findings, worst)
		}
	}
	if people && !signed {
		report.Standing = RightsMissing
		report.Findings = append(report.Findings, Finding{Standing: RightsMissing})
	}
	slices.SortStableFunc(report.Findings, func(a, b Finding) int { return cmp.Compare(b.Standing, a.Standing) })
	return report
}

// Messages says what is not valid in sentences, the worst first: what the checks
// before publishing show. It is empty when nothing is to be said.
func (r Report) Messages() []app.Message {
	var all []app.Message
	for _, f := range r.Findings {
		switch {
		case f.Right.Person == "":
			all = append(all, app.Say("media.rights.missing"))
		case f.Standing == RightsMissing && f.Network != "":
			all = append(all, app.Say("media.rights.elsewhere", "Person", f.Right.Person))
		case f.Standing == RightsMissing:
			all = append(all, app.Say("media.rights.unsigned", "Person", f.Right.Person))
		case f.Standing == RightsExpired:
			all = append(all, app.Say("media.rights.expired", "Person", f.Right.Person, "Day", app.ShortDate(f.Right.ExpiresOn), "Year", strconv.Itoa(f.Right.ExpiresOn.Year)))
		case f.Standing == RightsSoon:
			all = append(all, app.Say("media.rights.soon", "Person", f.Right.Person, "Day", app.ShortDate(f.Right.ExpiresOn), "Year", strconv.Itoa(f.Right.ExpiresOn.Year)))
		}
	}
	return all
}

// Bounds of what is typed of an authorisation, in characters.
const (
	maxPerson  = 120
	maxPurpose = 300
	maxNote    = 2000
)

// checked returns the authorisation as it is kept, or what must be corrected.
func (r Right) checked() (Right, error) {
	r.Person, r.Purpose, r.Note = strings.TrimSpace(r.Person), strings.TrimSpace(r.Purpose), strings.TrimSpace(r.Note)
	switch {
	case r.Person == "":
		return r, app.Fail(app.CodeInvalid, "media.rights.error.person")
	case !slices.Contains(RightKinds(), r.Kind):
		return r, app.Fail(app.CodeInvalid, "media.rights.error.kind")
	case utf8.RuneCountInString(r.Person) > maxPerson, utf8.RuneCountInString(r.Purpose) > maxPurpose, utf8.RuneCountInString(r.Note) > maxNote:
		return r, app.Fail(app.CodeInvalid, "media.rights.error.long")
	case !r.ExpiresOn.IsZero() && r.ExpiresOn.Before(r.SignedOn) && !r.SignedOn.IsZero():
		return r, app.Fail(app.CodeInvalid, "media.rights.error.backwards")
	}
	return r, nil
}
