package editorial

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"parvis/app"
	"parvis/app/legal"
	"parvis/app/media"
	"parvis/app/networks"
	"parvis/app/spelling"
)

// Severity says what a check means for the post.
type Severity int

// Severities, in the order the owner is shown them.
const (
	Blocks  Severity = iota // it cannot be scheduled as it is
	Warns                   // better mended first
	Fine                    // nothing to do
	Informs                 // good to know
)

// FixAction is what mends a check.
type FixAction string

// The ways to mend.
const (
	NoFix          FixAction = ""
	FixChooseWhere FixAction = "choose_accounts"
	FixConnect     FixAction = "connect"
	FixWrite       FixAction = "write"
	FixShorten     FixAction = "shorten"
	FixRemoveImage FixAction = "remove_image"
	FixWriteAlt    FixAction = "write_alt"
	FixChooseTime  FixAction = "choose_time"
	FixReconnect   FixAction = "reconnect"
	FixSeeWord     FixAction = "see_word"
	FixAddHashtags FixAction = "add_hashtags"
	FixAddMention  FixAction = "add_mention"
	FixDeclare     FixAction = "declare"
	FixThread      FixAction = "thread"
	FixCrop        FixAction = "crop"
	FixRights      FixAction = "rights"
	FixVideo       FixAction = "video"
	FixSeeVersion  FixAction = "see_version"
	FixAskApproval FixAction = "ask_approval"
	FixAnswer      FixAction = "answer"
	FixReplaceWord FixAction = "replace_word"
	FixSeeMistakes FixAction = "see_mistakes"
	FixTypography  FixAction = "typography"
)

// Name returns the words of the button that mends, zero for NoFix.
func (a FixAction) Name() app.Message {
	if a == NoFix {
		return app.Message{}
	}
	return app.Say("editorial.fix." + string(a))
}

// Fix is how the owner mends a check in one gesture.
type Fix struct {
	Action FixAction
	// Network is whose version is to be mended, "" for what is common.
	Network networks.Network
	Image   int        // index among the pictures of Network, for FixRemoveImage, FixWriteAlt and FixCrop
	Hash    media.Hash // for FixRights and FixWriteAlt
	Account app.ID     // for FixReconnect and FixShorten
	// Start and End are where in the text of Network, in bytes, for FixSeeWord,
	// FixReplaceWord and FixSeeMistakes; in its first comment when Comment.
	Start, End int
	Comment    bool
	Word       string // that stands there, for FixReplaceWord
	// Text is to be added: at the end of the text of Network for FixAddHashtags, by
	// Post.AddText to Versions for FixAddMention. For FixReplaceWord it is what to
	// write instead.
	Text       string
	AtStart    bool
	Versions   []networks.Network
	Disclosure legal.Disclosure // for FixDeclare
}

// Check is one line of "Avant de publier".
type Check struct {
	Severity Severity
	Title    app.Message
	Caption  app.Message // may be zero
	Fix      Fix
	Rule     legal.ID // that found it, "" for what is no matter of law
	// Mistakes are the misspelt words or the signs that the check is about, in the
	// order of the texts.
	Mistakes []Mistake
}

// ID tells which check it is, the same each time it comes back for a post.
func (c Check) ID() string {
	id := c.Title.Key
	if n, ok := c.Title.Args["Network"].(networks.Network); ok {
		id += "/" + string(n)
	}
	for _, more := range []string{"Problem", "Image"} {
		if text, ok := c.Title.Args[more].(string); ok {
			id += "/" + text
		}
	}
	if c.Rule.Own() {
		id += "/" + string(c.Rule)
	}
	return id
}

// situation is all that the checks look at. Nothing in it is read from
// elsewhere, so that they are the same at every keystroke and in every test.
type situation struct {
	Post     Post
	Accounts []networks.Account // of the business
	// Under is what Parvis publishes under a post, on each network where it does.
	Under    map[networks.Network]networks.Under
	Films    map[networks.Network]bool // where Parvis sends films
	Images   map[media.Hash]media.Image
	Recent   []fingerprint                 // of the posts published in the last 90 days
	Voice    voice                         // of the strategy
	Law      legal.Review                  // the rules as the owner amended them
	Mistakes map[string][]spelling.Finding // by text of the post, nil when nobody reads them
	// Overrides are why warnings about the post were overridden.
	Overrides   []Override
	Rights      []media.Report // of the pictures shown
	Film        *film          // the video of the post, nil for none
	MustApprove bool           // before it is scheduled
	Now         time.Time
	Zone        *time.Location
}

// checkAll runs every check on a post, the most serious first.
func checkAll(s situation) []Check {
	var found []Check
	chosen := s.chosen()
	found = append(found, checkAccounts(s, chosen)...)
	found = append(found, checkContent(s, chosen)...)
	found = append(found, checkNetworks(s, chosen)...)
	found = append(found, checkAlt(s, chosen)...)
	found = append(found, checkVideo(s, chosen)...)
	found = append(found, checkRights(s)...)
	found = append(found, checkTime(s, chosen)...)
	found = append(found, checkDuplicate(s, chosen)...)
	found = append(found, checkSpelling(s, chosen)...)
	found = append(found, checkVoice(s, chosen)...)
	found = append(found, checkLaw(s, chosen)...)
	found = append(found, checkApproval(s)...)
	override(found, s.Overrides)
	bySeverity(found)
	return found
}

// bySeverity puts the most serious checks first.
func bySeverity(checks []Check) {
	slices.SortStableFunc(checks, func(a, b Check) int { return cmp.Compare(a.Severity, b.Severity) })
}

// Ready reports whether nothing blocks.
func Ready(checks []Check) bool {
	return !slices.ContainsFunc(checks, func(c Check) bool { return c.Severity == Blocks })
}

// chosen returns the accounts of the post that still exist, in its order.
func (s situation) chosen() []networks.Account {
	var chosen []networks.Account
	for _, id := range s.Post.Accounts {
		for _, a := range s.Accounts {
			if a.ID == id {
				chosen = append(chosen, a)
			}
		}
	}
	return chosen
}

func checkAccounts(s situation, chosen []networks.Account) []Check {
	if len(chosen) == 0 {
		title, fix := "editorial.check.accounts.none", FixChooseWhere
		if len(s.Accounts) == 0 {
			title, fix = "editorial.check.accounts.missing", FixConnect
		}
		return []Check{{Title: app.Say(title), Caption: app.Say(title + ".caption"), Fix: Fix{Action: fix}}}
	}
	var found []Check
	for _, a := range chosen {
		switch {
		case !a.Sends():
			found = append(found, Check{
				Severity: Informs, Title: app.Say("editorial.check.account.hand_fed", "Network", a.Network),
				Caption: app.Say("editorial.check.account.hand_fed.caption", "Handle", a.Handle),
			})
		case a.State == networks.AccountExpired:
			found = append(found, Check{
				Severity: Warns, Title: app.Say("editorial.check.account.expired", "Network", a.Network),
				Caption: app.Say("editorial.check.account.expired.caption", "Handle", a.Handle),
				Fix:     Fix{Action: FixReconnect, Account: a.ID},
			})
		}
	}
	if len(found) == 0 {
		found = append(found, Check{
			Severity: Fine, Title: app.Say("editorial.check.accounts.ok", "Count", len(chosen)),
			Caption: app.Say("editorial.check.networks", "Networks", networkNames(chosen)),
		})
	}
	return found
}

// checkContent finds where nothing would be published.
func checkContent(s situation, chosen []networks.Account) []Check {
	empty := func(p Post) bool { return strings.TrimSpace(p.Text) == "" && len(p.Images) == 0 && p.Video == "" }
	fix := Fix{Action: FixWrite}
	nothing := len(chosen) == 0 && empty(s.Post)
	for _, a := range chosen {
		if _, own := s.Post.VariantOn(a.Network); empty(s.Post.On(a.Network)) {
			if nothing = true; own {
				fix.Network = a.Network
			}
			break
		}
	}
	if !nothing {
		return nil
	}
	return []Check{{
		Title: app.Say("editorial.check.empty"), Caption: app.Say("editorial.check.empty.caption"), Fix: fix,
	}}
}

// described is a picture of the post where it is shown.
type described struct {
	on    networks.Network // "" among the common ones
	index int
	hash  media.Hash
	alt   string
}

// described returns the pictures that are shown where the post goes, the common
// ones once.
func (s situation) described(chosen []networks.Account) []described {
	var all []described
	common := len(chosen) == 0
	for _, a := range chosen {
		v, own := s.Post.VariantOn(a.Network)
		common = common || !own || !v.OwnImages
	}
	if common {
		for i, image := range s.Post.Images {
			all = append(all, described{index: i, hash: image.Hash, alt: image.Alt})
		}
	}
	for _, v := range s.Post.Variants {
		if !v.OwnImages || !slices.ContainsFunc(chosen, func(a networks.Account) bool { return a.Network == v.Network }) {
			continue
		}
		for i, image := range v.Images {
			all = append(all, described{v.Network, i, image.Hash, image.Alt})
		}
	}
	return all
}

// pictures is how many pictures are shown where the post goes, however often.
func (s situation) pictures(chosen []networks.Account) int {
	seen := make(map[media.Hash]bool)
	count := func(images []PostImage) {
		for _, i := range images {
			seen[i.Hash] = true
		}
	}
	for _, a := range chosen {
		count(s.Post.ImagesOn(a.Network))
	}
	if len(chosen) == 0 {
		count(s.Post.Images)
	}
	return len(seen)
}

func checkAlt(s situation, chosen []networks.Account) []Check {
	images := s.described(chosen)
	if len(images) == 0 {
		return nil
	}
	var missing []described
	for _, image := range images {
		if strings.TrimSpace(image.alt) == "" {
			missing = append(missing, image)
		}
	}
	if len(missing) == 0 {
		return []Check{{
			Severity: Fine, Title: app.Say("editorial.check.alt.ok"),
			Caption: app.Say("editorial.check.alt.ok.caption", "Count", s.pictures(chosen)),
		}}
	}
	first := missing[0]
	check := Check{
		Severity: Warns, Title: app.Say("editorial.check.alt", "Count", len(missing)),
		Caption: app.Say("editorial.check.alt.caption", "Count", len(missing), "Number", first.index+1),
		Fix:     Fix{Action: FixWriteAlt, Network: first.on, Image: first.index, Hash: first.hash},
	}
	for _, a := range chosen {
		if limits, ok := a.Limits(); ok && limits.AltRequired {
			check.Severity = Blocks
		}
	}
	return []Check{check}
}

func checkTime(s situation, chosen []networks.Account) []Check {
	at := s.Post.At
	switch {
	case at.IsZero():
		return []Check{{
			Title: app.Say("editorial.check.unplaced"), Caption: app.Say("editorial.check.unplaced.caption"), Fix: Fix{Action: FixChooseTime},
		}}
	case at.In(s.Zone).Before(s.Now.Truncate(time.Minute)):
		return []Check{{
			Title: app.Say("editorial.check.past"), Caption: app.Say("editorial.check.past.caption", "Moment", at), Fix: Fix{Action: FixChooseTime},
		}}
	case len(chosen) == 0:
		return nil
	}
	sent := slices.DeleteFunc(slices.Clone(chosen), func(a networks.Account) bool { return !a.Sends() })
	if len(sent) == 0 {
		return nil // nothing leaves by itself
	}
	// What the clocks make of a time they skip is what will happen.
	at = app.CivilOf(at.In(s.Zone))
	return []Check{{
		Severity: Informs, Title: app.Say("editorial.check.computer", "Time", at.Time),
		Caption: app.Say("editorial.check.computer.caption", "Day", at.Date, "Networks", networkNames(sent)),
	}}
}

// keyDuplicate says that a post repeats another.
const keyDuplicate = "editorial.check.duplicate"

// checkDuplicate compares what the post says with what was published lately.
func checkDuplicate(s situation, chosen []networks.Account) []Check {
	written := false
	for _, one := range s.texts(chosen) {
		if strings.TrimSpace(one.text) == "" {
			continue
		}
		if written = true; resembles(one.text, s.Recent) {
			return []Check{{
				Severity: Warns, Title: app.Say(keyDuplicate),
				Caption: app.Say("editorial.check.duplicate.caption", "Days", recentDays), Fix: one.fix(Fix{Action: FixWrite}),
			}}
		}
	}
	if !written {
		return nil
	}
	return []Check{{
		Severity: Fine, Title: app.Say("editorial.check.original"),
		Caption: app.Say("editorial.check.original.caption", "Days", recentDays),
	}}
}

// checkApproval says how far the approval of the post is, where one is needed.
func checkApproval(s situation) []Check {
	if !s.MustApprove {
		return nil
	}
	switch s.Post.Stage {
	case Approved, Scheduled:
		return []Check{{
			Severity: Fine, Title: app.Say("editorial.check.approval.ok"), Caption: app.Say("editorial.check.approval.ok.caption"),
		}}
	case ToReview:
		return []Check{{
			Title: app.Say("editorial.check.approval.waits"), Caption: app.Say("editorial.check.approval.waits.caption"),
			Fix: Fix{Action: FixAnswer},
		}}
	case ToFix:
		return []Check{{
			Title: app.Say("editorial.check.approval.to_fix"), Caption: app.Say("editorial.check.approval.to_fix.caption"),
			Fix: Fix{Action: FixAskApproval},
		}}
	}
	return []Check{{
		Title: app.Say("editorial.check.approval"), Caption: app.Say("editorial.check.approval.caption"),
		Fix: Fix{Action: FixAskApproval},
	}}
}

// networkNames lists the networks of accounts, each once.
func networkNames(accounts []networks.Account) string {
	var names []string
	for _, a := range accounts {
		if name := a.Network.Name(); !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return strings.Join(names, ", ")
}
