package storage_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"parvis/app"
	"parvis/app/keydates"
	"parvis/storage"
	"parvis/storage/storagetest"
)

func TestOwnDates(t *testing.T) {
	store := storagetest.New(t).KeyDates()
	fair := keydates.Own{ID: "b", Name: "Foire", Day: at(27, 0).Date, Note: "Place Viarme"}
	birthday := keydates.Own{ID: "a", Name: "Anniversaire", Day: at(27, 0).Date, Yearly: true}
	first := keydates.Own{ID: "c", Name: "Ouverture", Day: at(1, 0).Date}
	for _, o := range []keydates.Own{fair, birthday, first} {
		must(t, store.SaveOwnDate(t.Context(), o))
	}
	fair.Name, fair.Yearly = "Foire aux pains", true
	must(t, store.SaveOwnDate(t.Context(), fair))
	got, err := store.OwnDates(t.Context())
	must(t, err)
	if diff := cmp.Diff([]keydates.Own{first, birthday, fair}, got); diff != "" {
		t.Error(diff)
	}
	must(t, store.RemoveOwnDate(t.Context(), "a"))
	wantKey(t, store.RemoveOwnDate(t.Context(), "a"), app.CodeNotFound, storage.KeyNotFound)
	if got, _ = store.OwnDates(t.Context()); len(got) != 2 {
		t.Errorf("left: %v", got)
	}
}

func TestSchoolHolidays(t *testing.T) {
	store := storagetest.New(t).KeyDates()
	autumn := keydates.Holiday{ID: "x", Name: "Toussaint", First: at(1, 0).Date, Last: at(8, 0).Date}
	zoneA := keydates.Holiday{ID: "z", Zone: keydates.ZoneA, Name: "Hiver", First: at(20, 0).Date, Last: at(28, 0).Date}
	zoneB := keydates.Holiday{ID: "y", Zone: keydates.ZoneB, First: at(20, 0).Date, Last: at(20, 0).Date}
	must(t, store.SaveSchoolHolidays(t.Context(), []keydates.Holiday{zoneB, zoneA, autumn}))
	got, err := store.SchoolHolidays(t.Context())
	must(t, err)
	if diff := cmp.Diff([]keydates.Holiday{autumn, zoneA, zoneB}, got); diff != "" {
		t.Error(diff)
	}
	wrong := keydates.Holiday{ID: "w", First: at(8, 0).Date, Last: at(1, 0).Date}
	if err := store.SaveSchoolHolidays(t.Context(), []keydates.Holiday{{ID: "new", First: at(1, 0).Date, Last: at(1, 0).Date}, wrong}); err == nil {
		t.Error("kept holidays that end before they begin")
	}
	must(t, store.RemoveSchoolHolidays(t.Context(), []app.ID{"x", "z", "gone"}))
	got, err = store.SchoolHolidays(t.Context())
	must(t, err)
	if diff := cmp.Diff([]keydates.Holiday{zoneB}, got); diff != "" {
		t.Error(diff)
	}
}

func TestShownDates(t *testing.T) {
	store := storagetest.New(t).KeyDates()
	yes, no := true, false
	must(t, store.ShowDate(t.Context(), "christmas", &yes))
	must(t, store.ShowDate(t.Context(), "halloween", &no))
	must(t, store.ShowDate(t.Context(), "christmas", &no))
	must(t, store.ShowDate(t.Context(), "halloween", nil))
	got, err := store.ShownDates(t.Context())
	must(t, err)
	if diff := cmp.Diff(map[string]bool{"christmas": false}, got); diff != "" {
		t.Error(diff)
	}
}
