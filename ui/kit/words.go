package kit

// Words gives the sentences of the interface in the person's language;
// *translations.Catalogue is one. The kit's own keys begin with "kit."; months
// and week-days are those of "date.".
type Words interface {
	T(key string, args ...any) string
}
