package storage

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"parvis/app"
	"parvis/app/networks"
)

// argument is one value of a sentence as the file keeps it: exactly one field is
// set, so that what is read back is written by the interface as it was: a day
// as a day, a size as a size.
type argument struct {
	Text     *string           `json:"text,omitempty"`
	Whole    *int              `json:"whole,omitempty"`
	Number   *float64          `json:"number,omitempty"`
	Day      *app.Date         `json:"day,omitempty"`
	Moment   *app.Civil        `json:"moment,omitempty"`
	Time     *app.TimeOfDay    `json:"time,omitempty"`
	Duration *time.Duration    `json:"duration,omitempty"`
	Bytes    *app.Bytes        `json:"bytes,omitempty"`
	Instant  *int64            `json:"instant,omitempty"` // milliseconds
	Network  *networks.Network `json:"network,omitempty"`
	Message  *sentence         `json:"message,omitempty"`
}

// sentence is an app.Message inside another.
type sentence struct {
	Key  string              `json:"key"`
	Args map[string]argument `json:"args,omitempty"`
}

func keepArgument(v any) argument {
	switch v := v.(type) {
	case string:
		return argument{Text: &v}
	case int:
		return argument{Whole: &v}
	case int64:
		whole := int(v)
		return argument{Whole: &whole}
	case float64:
		return argument{Number: &v}
	case app.Date:
		return argument{Day: &v}
	case app.Civil:
		return argument{Moment: &v}
	case app.TimeOfDay:
		return argument{Time: &v}
	case time.Duration:
		return argument{Duration: &v}
	case app.Bytes:
		return argument{Bytes: &v}
	case time.Time:
		ms := v.UnixMilli()
		return argument{Instant: &ms}
	case networks.Network:
		return argument{Network: &v}
	case app.Message:
		return argument{Message: &sentence{v.Key, keepArguments(v.Args)}}
	}
	text := fmt.Sprint(v)
	return argument{Text: &text}
}

func (a argument) value() any {
	switch {
	case a.Text != nil:
		return *a.Text
	case a.Whole != nil:
		return *a.Whole
	case a.Number != nil:
		return *a.Number
	case a.Day != nil:
		return *a.Day
	case a.Moment != nil:
		return *a.Moment
	case a.Time != nil:
		return *a.Time
	case a.Duration != nil:
		return *a.Duration
	case a.Bytes != nil:
		return *a.Bytes
	case a.Instant != nil:
		return time.UnixMilli(*a.Instant).UTC()
	case a.Network != nil:
		return *a.Network
	case a.Message != nil:
		return app.Message{Key: a.Message.Key, Args: values(a.Message.Args)}
	}
	return ""
}

// argsText is the arguments of a sentence as the file keeps them: JSON, "" for
// none.
func argsText(args map[string]any) (string, error) {
	if len(args) == 0 {
		return "", nil
	}
	text, err := json.Marshal(keepArguments(args))
	return string(text), err
}

func keepArguments(args map[string]any) map[string]argument {
	kept := make(map[string]argument, len(args))
	for name, v := range args {
		kept[name] = keepArgument(v)
	}
	return kept
}

func values(kept map[string]argument) map[string]any {
	if len(kept) == 0 {
		return nil
	}
	args := make(map[string]any, len(kept))
	for name, a := range kept {
		args[name] = a.value()
	}
	return args
}

// intoArgs reads what argsText wrote.
func intoArgs(args *map[string]any) column {
	return func(v any) error {
		*args = nil
		text, ok := v.(string)
		if !ok {
			return fmt.Errorf("arguments kept as %T", v)
		}
		if text == "" {
			return nil
		}
		var kept map[string]argument
		if err := json.NewDecoder(strings.NewReader(text)).Decode(&kept); err != nil {
			return fmt.Errorf("arguments of a sentence: %w", err)
		}
		*args = values(kept)
		return nil
	}
}
