package app

import (
	"errors"
	"fmt"
)

// Message is a sentence still to be said: Key names it in the translations,
// Args fills its placeholders. Rooms decide what is said, the interface says it
// in its language (translations.Catalogue.Say).
//
// Args may hold text, numbers, Date, Civil, TimeOfDay, time.Weekday,
// time.Duration, Bytes, Cents, Ratio, Signed, ShortDate, LongDate, anything with a
// Name method that gives a string, and other Messages: each is written as the
// language does. An int named Count chooses the plural form.
type Message struct {
	Key  string
	Args map[string]any
}

// Say makes a Message; args alternate placeholder name and value.
func Say(key string, args ...any) Message {
	return Message{Key: key, Args: arguments(args)}
}

// IsZero reports whether there is nothing to say.
func (m Message) IsZero() bool { return m.Key == "" }

// Bytes is a size inside a Message.
type Bytes int64

// Cents is an amount of euro cents inside a Message: 1250 is 12,50 €.
type Cents int64

// Signed is a change inside a Message, said with its sign: 5.1 is +5,1.
type Signed float64

// Ratio is a share inside a Message, said as a percentage: 0.4 is 40 %, 0.041
// is 4,1 %.
type Ratio float64

// ShortDate is a day inside a Message, said without its weekday: 31 déc.
type ShortDate Date

// LongDate is a day inside a Message, said in full: Samedi 21 novembre.
type LongDate Date

// Messages are several sentences, or parts of one, inside a Message: said one after
// the other, between commas.
type Messages []Message

// arguments pairs placeholder names with values; a name without a value is
// left out.
func arguments(args []any) map[string]any {
	if len(args) < 2 {
		return nil
	}
	m := make(map[string]any, len(args)/2)
	for i := 0; i+1 < len(args); i += 2 {
		m[fmt.Sprint(args[i])] = args[i+1]
	}
	return m
}

// MessageOf returns the sentence that tells an owner of an error: its own, or
// else what its code means. The cause stays out of it. It is zero for nil.
func MessageOf(err error) Message {
	if err == nil {
		return Message{}
	}
	var e *Error
	if errors.As(err, &e) && e.Key != "" {
		return Message{Key: e.Key, Args: e.Args}
	}
	return Say("error." + string(CodeOf(err)))
}
