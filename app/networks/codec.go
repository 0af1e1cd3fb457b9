package networks

import "strings"

// Codecs of the pictures of videos, as Video.Codec and whoever reads videos have
// them. One that is not listed has a name of its own, in lower case.
const (
	H264   = "h264"
	HEVC   = "hevc"
	VP8    = "vp8"
	VP9    = "vp9"
	AV1    = "av1"
	MPEG4  = "mpeg4"
	H263   = "h263"
	ProRes = "prores"
)

// CodecName writes a codec as programs for videos do.
func CodecName(codec string) string {
	switch codec {
	case H264:
		return "H.264"
	case HEVC:
		return "H.265 (HEVC)"
	case MPEG4:
		return "MPEG-4"
	case H263:
		return "H.263"
	case ProRes:
		return "ProRes"
	}
	return strings.ToUpper(codec)
}

func codecNames(codecs []string) string {
	names := make([]string, len(codecs))
	for i, c := range codecs {
		names[i] = CodecName(c)
	}
	return strings.Join(names, ", ")
}
