package roundtrip

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"path/filepath"
	"time"
	"unicode/utf8"

	"parvis/app"
	"parvis/app/approval"
	"parvis/app/editorial"
	"parvis/app/roundtrip/sheets"
	"parvis/assets/translations"
)

// Bounds of a file of answers.
const (
	maxAnswers       = 2_000_000 // bytes
	maxName          = 80        // characters
	maxAnswerComment = 2_000     // characters
)

// Answers are what came back of a pack, compared with the posts as they are.
type Answers struct {
	Name   string
	Author string // "" when nobody signed; the owner completes it
	SentAt time.Time
	Rows   []Answer
	Silent int // posts of the pack without an answer
}

// Answer is what was said of a post.
type Answer struct {
	PostID  app.ID
	Label   string
	Verdict Verdict
	Comment string
	Reasons []app.Message // why it cannot be taken
	Notes   []app.Message
	// Take brings it in: true at first unless the post changed since it was shown.
	Take bool

	kept Kept
}

// Taken returns how many answers Answered would bring in.
func (a *Answers) Taken() int {
	n := 0
	for _, r := range a.Rows {
		if r.Take && len(r.Reasons) == 0 {
			n++
		}
	}
	return n
}

// answersFile is the file that the page of a pack saves.
type answersFile struct {
	Parvis  string       `json:"parvis"`
	Version int          `json:"version"`
	Pack    app.ID       `json:"pack"`
	Author  string       `json:"author"`
	Answers []fileAnswer `json:"answers"`
}

type fileAnswer struct {
	Post    app.ID  `json:"post"`
	Verdict Verdict `json:"verdict"`
	Comment string  `json:"comment"`
}

// Answers reads what came back of a pack: the file that its page saved, a message
// that its text was pasted in, or its workbook. Nothing is written.
//
// Errors: CodeInvalid for what is no such file, CodeNotFound when this file does
// not know the pack.
func (s *Service) Answers(ctx context.Context, name string, data []byte) (*Answers, error) {
	file, err := s.readAnswers(name, data)
	if err != nil {
		return nil, err
	}
	sent, err := s.store.Export(ctx, file.Pack)
	if app.CodeOf(err) == app.CodeNotFound || err == nil && sent.Kind != KindApproval {
		return nil, app.Fail(app.CodeNotFound, "roundtrip.error.pack_unknown", "File", filepath.Base(name))
	}
	if err != nil {
		return nil, err
	}
	h, err := s.house(ctx)
	if err != nil {
		return nil, err
	}
	var ids []app.ID
	for id := range sent.Rows {
		ids = append(ids, id)
	}
	posts, err := s.store.PostsByID(ctx, ids)
	if err != nil {
		return nil, err
	}
	a := &Answers{Name: filepath.Base(name), Author: cut(tidy(file.Author), maxName), SentAt: sent.MadeAt, Silent: len(sent.Rows)}
	said := make(map[app.ID]int)
	for _, x := range file.Answers {
		said[x.Post]++
	}
	for _, x := range file.Answers {
		shown, ours := sent.Rows[x.Post]
		row := Answer{PostID: x.Post, Verdict: x.Verdict, Comment: cut(tidy(x.Comment), maxAnswerComment), Take: true}
		k, there := posts[x.Post]
		row.kept, row.Label = k, k.Post.Label()
		refuse := func(key string) { row.Reasons, row.Take = append(row.Reasons, app.Say(key)), false }
		switch {
		case !ours:
			refuse("roundtrip.refused.not_asked")
		case said[x.Post] > 1:
			refuse("roundtrip.refused.answered_twice")
		case x.Verdict != VerdictApprove && x.Verdict != VerdictFix:
			refuse("roundtrip.refused.verdict")
		case !there:
			row.Label = editorial.Label(shown[ColumnTitle], shown[ColumnText])
			refuse("roundtrip.refused.gone")
		case k.State.Fixed():
			refuse("roundtrip.refused.fixed")
		case k.Post.Stage == editorial.Scheduled && x.Verdict == VerdictApprove:
			row.Notes = append(row.Notes, app.Say("roundtrip.note.already"))
		}
		if len(row.Reasons) == 0 {
			now := h.valuesOf(k)
			if now[ColumnText] != shown[ColumnText] || now[ColumnNetworks] != shown[ColumnNetworks] {
				row.Take = x.Verdict == VerdictFix
				row.Notes = append(row.Notes, app.Say("roundtrip.note.changed_since"))
			}
			if x.Verdict == VerdictFix && k.Post.Stage == editorial.Scheduled {
				row.Notes = append(row.Notes, app.Say("roundtrip.note.unscheduled"))
			}
		}
		if ours {
			a.Silent--
		}
		a.Rows = append(a.Rows, row)
	}
	a.Silent = max(a.Silent, 0)
	return a, ctx.Err()
}

// readAnswers reads a file of answers, whatever it came as.
func (s *Service) readAnswers(name string, data []byte) (answersFile, error) {
	unreadable := func(err error) error {
		return app.Fail(app.CodeInvalid, "roundtrip.error.no_answers", "File", filepath.Base(name)).Because(err)
	}
	if bytes.HasPrefix(data, []byte("PK\x03\x04")) {
		book, err := sheets.Read(name, data)
		if err != nil {
			return answersFile{}, err
		}
		back, ok := s.readReturned(book, packColumns())
		if !ok || back.kind != KindApproval {
			return answersFile{}, unreadable(errors.New("no pack of answers"))
		}
		return s.answersOf(back), nil
	}
	if len(data) > maxAnswers {
		return answersFile{}, app.Fail(app.CodeInvalid, "roundtrip.error.heavy", "File", filepath.Base(name), "Max", app.Bytes(maxAnswers))
	}
	// Of a message, what is between its first and its last brace.
	from, to := bytes.IndexByte(data, '{'), bytes.LastIndexByte(data, '}')
	if from < 0 || to < from {
		return answersFile{}, unreadable(nil)
	}
	var file answersFile
	// Programs that write mail turn spaces into others.
	text := bytes.ReplaceAll(data[from:to+1], []byte("\u00a0"), []byte(" "))
	if err := json.Unmarshal(text, &file); err != nil {
		return answersFile{}, unreadable(err)
	}
	if file.Parvis != "answers" || file.Version != answersVersion || len(file.Answers) > 10*MaxPack {
		return answersFile{}, unreadable(nil)
	}
	return file, nil
}

// answersOf reads the workbook of a pack; rows without an answer say nothing.
func (s *Service) answersOf(back returned) answersFile {
	file := answersFile{Pack: back.export}
	for _, r := range back.rows {
		said := fold(r.cells[columnAnswer])
		comment := r.cells[columnWhy]
		if r.id == "" || said == "" && comment == "" {
			continue
		}
		verdict := Verdict(r.cells[columnAnswer])
		for _, w := range s.words {
			for _, v := range []Verdict{VerdictApprove, VerdictFix} {
				if said == fold(w.Say(v.Name())) {
					verdict = v
				}
			}
		}
		switch said {
		case "ok", "oui", "yes", "valide", "approuve":
			verdict = VerdictApprove
		case "", "non", "no": // a comment without an answer asks for something
			verdict = VerdictFix
		}
		file.Answers = append(file.Answers, fileAnswer{app.ID(r.id), verdict, comment})
	}
	return file
}

func cut(text string, most int) string {
	if utf8.RuneCountInString(text) <= most {
		return text
	}
	return string([]rune(text)[:most-1]) + "…"
}

// Answered brings in the answers that the owner took, in one transaction: posts
// take their state, and what was said is kept about them. It fails with
// CodeConflict when a post changed meanwhile. c says, in the owner's language, what
// was said without words.
func (s *Service) Answered(ctx context.Context, a *Answers, c *translations.Catalogue) (Outcome, error) {
	d := s.change(File{})
	for _, r := range a.Rows {
		if !r.Take || len(r.Reasons) > 0 {
			continue
		}
		next := r.kept
		next.Post = r.kept.Post.Copy()
		switch {
		case r.Verdict == VerdictFix:
			next.Post.Stage = editorial.ToFix
		case r.kept.Post.Stage != editorial.Scheduled:
			next.Post.Stage = editorial.Approved
		}
		d.replace(r.kept, next)
		note := approval.Note{PostID: r.PostID, Kind: approval.Approved, Author: a.Author, Text: r.Comment, At: d.now}
		if r.Verdict == VerdictFix {
			note.Kind, note.Text = approval.SentBack, cmp.Or(r.Comment, c.T("roundtrip.verdict.silent"))
		}
		d.batch.Notes, d.inverse.Unsaid = append(d.batch.Notes, note), append(d.inverse.Unsaid, note)
		d.outcome.Changed++
	}
	return s.commit(ctx, d)
}
