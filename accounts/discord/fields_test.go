package discord

import (
	"encoding/json"
	"strings"
	"testing"
)

func FuzzFieldErrors(f *testing.F) {
	f.Add([]byte(`{"content":{"_errors":[{"code":"BASE_TYPE_MAX_LENGTH","message":"Must be 2000 or fewer in length."}]}}`))
	f.Add([]byte(`{"_errors":[{"message":"a"},{"message":"b"},{"message":"c"},{"message":"d"}]}`))
	f.Add([]byte(strings.Repeat(`{"a":`, 50) + `{"_errors":[{"message":"deep"}]}` + strings.Repeat(`}`, 50)))
	f.Add([]byte(`{"_errors":{"_errors":[]},"x":[1,null,"y"]}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		found := fieldErrors(json.RawMessage(raw))
		if len(found) > maxFields || !json.Valid(raw) && len(found) > 0 {
			t.Errorf("found %q", found)
		}
		for _, text := range found {
			if text == "" {
				t.Error("an empty sentence")
			}
		}
	})
}
