package roundtrip

import (
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"strings"

	"parvis/app/networks"
)

// headerWords are what strangers call the columns, folded.
var headerWords = func() map[string]Column {
	all := make(map[string]Column)
	for c, words := range map[Column]string{
		ColumnDate:         "date|date de publication|date publication|date de parution|date de post|date du post|date de diffusion|date de mise en ligne|date prevue|date et heure|date / heure|date/heure|quand|publication date|publish date|post date|jour de publication",
		ColumnWeekday:      "jour|jour de la semaine|day|weekday",
		ColumnTime:         "heure|heures|horaire|horaires|heure de publication|heure de post|heure prevue|creneau|time|hour|publish time",
		ColumnNetworks:     "reseau|reseaux|reseau social|reseaux sociaux|reseau(x)|rs|plateforme|plateformes|canal|canaux|canal de diffusion|support|supports|network|networks|platform|platforms|channel|channels|social network|diffusion",
		ColumnFormat:       "format|formats|type de contenu|type|type de post|type de publication|content type|post type|format du contenu",
		ColumnPillar:       "pilier|pilier/rubrique|pilier / rubrique|pilier editorial|rubrique|thematique|theme|categorie|axe|axe editorial|ligne editoriale|pillar|category",
		ColumnKeyDate:      "temps fort|temps forts|marronnier|marronniers|evenement|actualite|temps fort (marronnier)|key date|event",
		ColumnObjective:    "objectif|objectifs|objective|goal|but",
		ColumnAudience:     "cible|cibles|persona|cible/persona|cible / persona|public|audience|target",
		ColumnTitle:        "titre|titre du post|sujet|sujet/titre|sujet / titre|sujet du post|idee|idee de contenu|idee de post|intitule|title|subject|topic|idea",
		ColumnHook:         "accroche|phrase d'accroche|hook",
		ColumnText:         "texte|message|message + hashtags|message et hashtags|legende|legende du post|caption|contenu|contenu du post|contenu de la publication|copy|copywriting|wording|description|post|publication|texte du post|texte de la publication|redactionnel|corps|body|text|contenu textuel|contenu redige",
		ColumnCall:         "appel a l'action|cta|call to action|call-to-action",
		ColumnHashtags:     "hashtag|hashtags|#|tags|mots-dieses|mots-cles",
		ColumnMentions:     "mention|mentions|comptes a taguer|identifications|tag|a taguer",
		ColumnLink:         "lien|liens|url|lien url|lien a partager|lien(s)|link|links|lien vers",
		ColumnUTM:          "utm|lien utm|utm campaign",
		ColumnImages:       "visuel|visuels|visuel (fichier)|image|images|photo|photos|fichier|media|medias|nom du visuel|lien visuel|picture|asset|illustration",
		ColumnAlt:          "texte alternatif|alt|texte alt|alt text|alternative text|balise alt|description de l'image",
		ColumnCredit:       "credit|credits|credit photo|credit/autorisation image|autorisation|droits|copyright",
		ColumnLegal:        "mention legale|mentions legales|legal|legal notice",
		ColumnAuthor:       "responsable|redacteur|redactrice|auteur|qui|en charge|owner|author|assigne a|createur",
		ColumnApprover:     "validateur|valide par|approver|relecteur",
		ColumnState:        "statut|etat|status|statut de validation|avancement|validation|etat d'avancement|state|publie ?|fait ?",
		ColumnBudget:       "budget|budget sponsorise|budget sponsorise €|sponsorisation|budget pub|budget €|budget (€)",
		ColumnComment:      "commentaire|commentaires|commentaire interne|note|notes|remarque|remarques|comment|comments|observations|infos",
		ColumnPublished:    "lien publie|lien du post|url du post|published link",
		ColumnReach:        "portee|reach|couverture|impressions|vues",
		ColumnInteractions: "interactions|engagements|likes|reactions|j'aime",
		ColumnRate:         "taux d'engagement|engagement|engagement rate",
		ColumnClicks:       "clics|clicks",
		ColumnWeek:         "semaine|week|n° semaine|sem|sem.",
		ColumnAccounts:     "compte|comptes|account|page",
		ColumnID:           "id|n°|numero|ref|reference",
	} {
		for w := range strings.SplitSeq(words, "|") {
			all[w] = c
		}
	}
	return all
}()

// networkColumn begins the name of a column that is for one network: what is
// typed there says that the post goes to it.
const networkColumn = "networks."

// OnNetwork returns the column that tells of one network.
func OnNetwork(n networks.Network) Column { return Column(networkColumn + string(n)) }

// Network returns the network that a column is for, "" when it is for none.
func (c Column) Network() networks.Network {
	n, ok := strings.CutPrefix(string(c), networkColumn)
	if !ok {
		return ""
	}
	return networks.Network(n)
}

var (
	parenthesis = regexp.MustCompile(`\s*[(\[][^)\]]*[)\]]`)
	furniture   = regexp.MustCompile(`^[\s\p{P}\p{So}*°]+|[\s\p{P}\p{So}*]+$`)
)

// guess returns what a header says of its column, "" when it says nothing known.
// Whole words are tried first, then without what is in parentheses, then their
// beginning: never what they merely contain.
func guess(header string) Column {
	folded := fold(header)
	for _, text := range []string{folded, furniture.ReplaceAllString(folded, ""), furniture.ReplaceAllString(parenthesis.ReplaceAllString(folded, ""), "")} {
		if c, known := headerWords[text]; known {
			return c
		}
	}
	if n, known := aliases[furniture.ReplaceAllString(folded, "")]; known && len(folded) > 1 {
		return OnNetwork(n)
	}
	text := furniture.ReplaceAllString(parenthesis.ReplaceAllString(folded, ""), "")
	best := ""
	for w := range headerWords {
		if len(w) > 3 && len(w) > len(best) && strings.HasPrefix(text, w+" ") && len(text) < 60 {
			best = w
		}
	}
	return headerWords[best]
}

// guessAll maps headers to columns, each once: the first of those that say the
// same. A day of the week where there is no date is one.
func guessAll(headers []string) map[int]Column {
	m := make(map[int]Column)
	used := make(map[Column]bool)
	for place, h := range headers {
		if c := guess(h); c != "" && !used[c] {
			m[place], used[c] = c, true
		}
	}
	if used[ColumnDate] {
		return m
	}
	for place, c := range m {
		if c == ColumnWeekday {
			m[place] = ColumnDate
		}
	}
	return m
}

// signatureOf identifies sheets that have the same headers.
func signatureOf(headers []string) string {
	folded := make([]string, len(headers))
	for i, h := range headers {
		folded[i] = fold(h)
	}
	sum := sha256.Sum256([]byte(strings.Join(folded, "\x1f")))
	return hex.EncodeToString(sum[:])
}
