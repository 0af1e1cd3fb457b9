package mastodon

import (
	"context"
	"encoding/json"
	"math"
	"net/http"
	"regexp"
	"slices"
	"strings"

	"parvis/app"
	"parvis/app/networks"
)

// server is what a server says of itself to everybody.
type server struct {
	limits networks.Instance
	domain string // that names its accounts, "" when it did not say
}

// bound is a limit as a server wrote it. What is no number, or no sensible one,
// is no bound.
type bound int

// UnmarshalJSON implements json.Unmarshaler.
func (b *bound) UnmarshalJSON(text []byte) error {
	var n float64
	if json.Unmarshal(text, &n) != nil || n < 1 || n > math.MaxInt32 {
		n = 0
	}
	*b = bound(n)
	return nil
}

// instanceSaid is the answer to GET /api/v2/instance and, for what is read of
// it, to GET /api/v1/instance.
type instanceSaid struct {
	Domain        string `json:"domain"`
	URI           string `json:"uri"` // of the first version
	Version       string `json:"version"`
	SourceURL     string `json:"source_url"`
	Configuration struct {
		Statuses struct {
			Characters bound `json:"max_characters"`
			Media      bound `json:"max_media_attachments"`
			PerURL     bound `json:"characters_reserved_per_url"`
		} `json:"statuses"`
		Media struct {
			Description bound    `json:"description_limit"`
			ImageSize   bound    `json:"image_size_limit"`
			ImageMatrix bound    `json:"image_matrix_limit"`
			VideoSize   bound    `json:"video_size_limit"`
			VideoRate   bound    `json:"video_frame_rate_limit"`
			VideoMatrix bound    `json:"video_matrix_limit"`
			Types       []string `json:"supported_mime_types"`
		} `json:"media_attachments"`
	} `json:"configuration"`
	// Characters is where forks said it before the configuration existed.
	Characters bound `json:"max_toot_chars"`
}

// pictureForms are the formats of pictures that Parvis can send.
var pictureForms = []string{"image/jpeg", "image/png", "image/gif", "image/webp"}

// domainForm is that of the name of a server.
var domainForm = regexp.MustCompile(`^[A-Za-z0-9.-]{1,253}(:[0-9]{1,5})?$`)

// about asks a server for its limits and its software, without the token unless
// it must. It fails with CodeInvalid where no server of the network answers.
func (c *Connector) about(ctx context.Context, to caller) (server, error) {
	anybody := to
	anybody.token, anybody.secrets = "", append(slices.Clone(to.secrets), to.token)
	a := anybody.get(ctx, "/api/v2/instance", nil)
	if a.Status == http.StatusUnauthorized && to.token != "" {
		anybody = to // a closed server speaks to its own accounts only
		a = anybody.get(ctx, "/api/v2/instance", nil)
	}
	if a.Err == nil && a.Status == http.StatusNotFound {
		a = anybody.get(ctx, "/api/v1/instance", nil)
	}
	var said instanceSaid
	switch err := a.Decode(&said); {
	case a.OK() && (err != nil || said.Version == ""), a.Err == nil && a.Status == http.StatusNotFound:
		return server{}, app.Fail(app.CodeInvalid, "connector.mastodon.no_server")
	case err != nil:
		return server{}, a.failure(c.clock.Now())
	}
	s := server{limits: said.limits(), domain: said.Domain}
	if s.domain == "" {
		s.domain = strings.TrimPrefix(said.URI, "https://")
	}
	if !domainForm.MatchString(s.domain) {
		s.domain = ""
	}
	if s.limits.Software = c.software(ctx, anybody); s.limits.Software == "" {
		s.limits.Software = said.software()
	}
	return s, nil
}

func (i instanceSaid) limits() networks.Instance {
	statuses, media := i.Configuration.Statuses, i.Configuration.Media
	l := networks.Instance{
		Characters: int(statuses.Characters), LinkSize: int(statuses.PerURL), Images: int(statuses.Media), Alt: int(media.Description),
		ImageBytes: int(media.ImageSize), ImagePixels: int(media.ImageMatrix),
		VideoBytes: int64(media.VideoSize), VideoRate: int(media.VideoRate), VideoPixels: int(media.VideoMatrix),
	}
	if l.Characters == 0 {
		l.Characters = int(i.Characters)
	}
	l.ImageFormats = strings.Join(slices.DeleteFunc(slices.Clone(pictureForms), func(form string) bool {
		return !slices.Contains(media.Types, form)
	}), " ")
	return l
}

// softwareForm is that of the name of a software (NodeInfo 2.0).
var softwareForm = regexp.MustCompile(`^[a-z0-9-]{1,40}$`)

// software asks a server what it runs (NodeInfo), "" when it does not say. That
// is worth no failure: its limits count without.
func (c *Connector) software(ctx context.Context, to caller) networks.Software {
	var found struct {
		Links []struct {
			Href string `json:"href"`
		} `json:"links"`
	}
	if to.get(ctx, "/.well-known/nodeinfo", nil).Decode(&found) != nil {
		return ""
	}
	for _, link := range found.Links {
		// A server must not send us elsewhere.
		path, here := strings.CutPrefix(link.Href, to.base+"/")
		if !here {
			continue
		}
		var node struct {
			Software struct {
				Name string `json:"name"`
			} `json:"software"`
		}
		if to.get(ctx, "/"+path, nil).Decode(&node) != nil {
			continue
		}
		if name := strings.ToLower(node.Software.Name); softwareForm.MatchString(name) {
			return networks.Software(name)
		}
	}
	return ""
}

// compatible is how other software writes its name into the version: "3.5.3
// (compatible; Pixelfed 0.12.3)".
var compatible = regexp.MustCompile(`\(compatible; ([A-Za-z0-9-]{1,40})`)

// software reads what the server runs from its version and from where its source
// is. Whoever names nothing is not taken for Mastodon, which would promise more.
func (i instanceSaid) software() networks.Software {
	if m := compatible.FindStringSubmatch(i.Version); m != nil {
		return networks.Software(strings.ToLower(m[1]))
	}
	if strings.Contains(strings.ToLower(i.SourceURL), "gotosocial") {
		return networks.SoftwareGoToSocial
	}
	return ""
}
