// Package fonts holds the typeface of the interface, Inter. Its licence, the SIL
// Open Font License 1.1, is beside it in OFL.txt.
package fonts

import _ "embed"

var (
	//go:embed Inter-Regular.otf
	regular []byte
	//go:embed Inter-SemiBold.otf
	semiBold []byte
)

// Regular returns Inter regular, as an OpenType font. The caller does not change it.
func Regular() []byte { return regular }

// SemiBold returns Inter semi-bold, as an OpenType font. The caller does not change it.
func SemiBold() []byte { return semiBold }
