package editorial

import (
	"slices"
	"testing"

	"parvis/app"
	"parvis/app/media"
	"parvis/app/networks"
)

func TestRightsAreAskedOfWhatIsShown(t *testing.T) {
	d := newDesk(t)
	d.accounts = append(d.accounts, networks.Account{ID: "fb", Network: networks.Facebook, State: networks.AccountHandFed})
	for _, h := range []media.Hash{"team", "oven", "child", "bread"} {
		d.images[h] = media.Image{Hash: h, Name: string(h), Width: 1000, Height: 1000}
	}
	d.rights = map[media.Hash]media.Report{
		"team":  {Hash: "team", Standing: media.RightsMissing, Findings: []media.Finding{{Standing: media.RightsMissing, Right: media.Right{Person: "Marie"}}}},
		"child": {Hash: "child", Standing: media.RightsSoon, Findings: []media.Finding{{Standing: media.RightsSoon, Right: media.Right{Person: "Jules"}}}},
		"oven":  {Hash: "oven", Standing: media.RightsValid},
	}
	p := Post{ID: "p", Text: "Du pain", At: civil(t, "2026-11-27 12:00"), Accounts: []app.ID{"bsky", "fb"}, Images: []PostImage{{Hash: "team", Alt: "x"}}}
	p.Vary(Variant{Network: networks.Facebook, Text: "Du pain", OwnImages: true, Images: []PostImage{{Hash: "child", Alt: "x"}}})
	look := func() []Check {
		t.Helper()
		checks, err := d.Checks(t.Context(), p)
		if err != nil {
			t.Fatal(err)
		}
		return slices.DeleteFunc(checks, func(c Check) bool { return c.Fix.Action != FixRights && c.Title.Key != "editorial.check.rights.ok" })
	}
	got := look()
	if len(got) != 2 || got[0].Severity != Warns || got[0].Fix.Hash != "team" || got[0].Caption.Key != "media.rights.unsigned" ||
		got[1].Severity != Informs || got[1].Fix.Hash != "child" || got[0].ID() == got[1].ID() {
		t.Errorf("%+v", got)
	}
	if asked := d.askedRights[len(d.askedRights)-1]; asked != "[team child] [bluesky facebook]" {
		t.Errorf("asked %s", asked)
	}
	p.Accounts, p.Variants, p.Images = []app.ID{"bsky"}, nil, []PostImage{{Hash: "oven", Alt: "x"}}
	if got = look(); len(got) != 1 || got[0].Severity != Fine || got[0].Caption.Args["Count"] != 1 {
		t.Errorf("valid: %+v", got)
	}
	p.Images = []PostImage{{Hash: "bread", Alt: "x"}}
	if got = look(); len(got) != 0 {
		t.Errorf("nobody is on it: %+v", got)
	}
}
