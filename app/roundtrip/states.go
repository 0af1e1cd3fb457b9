package roundtrip

import "parvis/app/editorial"

// stateWords are what sheets call the states, folded, in both languages and in
// the words of the templates that go around.
var stateWords = map[string]editorial.State{
	"idee": editorial.StateIdea, "idea": editorial.StateIdea, "idees": editorial.StateIdea,
	"brouillon": editorial.StateDraft, "a rediger": editorial.StateDraft, "draft": editorial.StateDraft, "a faire": editorial.StateDraft,
	"en cours": editorial.StateDraft, "en cours de redaction": editorial.StateDraft, "redaction": editorial.StateDraft, "to write": editorial.StateDraft,
	"to do": editorial.StateDraft, "a ecrire": editorial.StateDraft, "redige": editorial.StateDraft,
	"a valider": editorial.StateToReview, "en attente": editorial.StateToReview, "en validation": editorial.StateToReview,
	"en attente de validation": editorial.StateToReview, "a relire": editorial.StateToReview, "to review": editorial.StateToReview, "to approve": editorial.StateToReview,
	"a corriger": editorial.StateToFix, "a modifier": editorial.StateToFix, "a revoir": editorial.StateToFix, "refuse": editorial.StateToFix, "to fix": editorial.StateToFix,
	"valide": editorial.StateApproved, "validee": editorial.StateApproved, "ok": editorial.StateApproved, "approuve": editorial.StateApproved,
	"pret": editorial.StateApproved, "approved": editorial.StateApproved, "bon a publier": editorial.StateApproved,
	"programme": editorial.StateScheduled, "programmee": editorial.StateScheduled, "planifie": editorial.StateScheduled,
	"planifiee": editorial.StateScheduled, "scheduled": editorial.StateScheduled, "planned": editorial.StateScheduled,
	"en cours d'envoi": editorial.StateSending, "sending": editorial.StateSending, "being sent": editorial.StateSending,
	"publie": editorial.StatePublished, "publiee": editorial.StatePublished, "en ligne": editorial.StatePublished,
	"poste": editorial.StatePublished, "published": editorial.StatePublished, "fait": editorial.StatePublished, "diffuse": editorial.StatePublished,
	"partiel": editorial.StatePartial, "partial": editorial.StatePartial, "partly out": editorial.StatePartial,
	"echec": editorial.StateFailed, "failed": editorial.StateFailed,
	"a verifier": editorial.StateToCheck, "to check": editorial.StateToCheck,
	"manque": editorial.StateMissed, "missed": editorial.StateMissed,
	"abandonne": editorial.StateDropped, "abandonnee": editorial.StateDropped, "annule": editorial.StateDropped, "annulee": editorial.StateDropped,
	"dropped": editorial.StateDropped, "cancelled": editorial.StateDropped, "canceled": editorial.StateDropped,
}

// parseState reads the state that a cell names.
func parseState(text string) (editorial.State, bool) {
	s, ok := stateWords[fold(text)]
	return s, ok
}

// proven reports whether only the ledger can give a state: what became of a post
// on the networks is never typed.
func proven(s editorial.State) bool {
	switch s {
	case editorial.StateSending, editorial.StatePublished, editorial.StatePartial, editorial.StateFailed,
		editorial.StateToCheck, editorial.StateMissed:
		return true
	}
	return false
}
