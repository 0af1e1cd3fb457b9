package media

import (
	"bytes"
	"encoding/binary"
	"image"
)

// turn is how a camera was held: the values of the Exif tag Orientation (CIPA
// DC-008, 4.6.4), from 1 (upright) to 8.
type turn int

const upright turn = 1

// apply returns the picture as it was meant to be seen.
func (t turn) apply(p *image.RGBA) *image.RGBA {
	if t <= upright || t > 8 {
		return p
	}
	w, h := p.Bounds().Dx(), p.Bounds().Dy()
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	if t >= 5 { // lying on a side
		out = image.NewRGBA(image.Rect(0, 0, h, w))
	}
	for y := range h {
		for x := range w {
			var u, v int
			switch t {
			case 2:
				u, v = w-1-x, y
			case 3:
				u, v = w-1-x, h-1-y
			case 4:
				u, v = x, h-1-y
			case 5:
				u, v = y, x
			case 6:
				u, v = h-1-y, x
			case 7:
				u, v = h-1-y, w-1-x
			default: // 8
				u, v = y, w-1-x
			}
			copy(out.Pix[out.PixOffset(u, v):][:4], p.Pix[p.PixOffset(x, y):][:4])
		}
	}
	return out
}

// orientation reads how the camera was held from the picture's Exif block,
// upright when it does not say or says nonsense.
func orientation(kind form, data []byte) turn {
	var block []byte
	switch kind {
	case formJPEG:
		block = exifOfJPEG(data)
	case formPNG:
		block = exifOfPNG(data)
	default:
		block = exifOfWebP(data)
	}
	return orientationOf(block)
}

// orientationOf reads the tag Orientation of a TIFF structure's first directory.
func orientationOf(tiff []byte) turn {
	const (
		header         = 8
		entry          = 12
		tagOrientation = 0x0112
		typeShort      = 3
	)
	if len(tiff) < header {
		return upright
	}
	var order binary.ByteOrder
	switch string(tiff[:2]) {
	case "II":
		order = binary.LittleEndian
	case "MM":
		order = binary.BigEndian
	default:
		return upright
	}
	at := int64(order.Uint32(tiff[4:]))
	if order.Uint16(tiff[2:]) != 42 || at+2 > int64(len(tiff)) {
		return upright
	}
	entries := tiff[at+2:]
	for range order.Uint16(tiff[at:]) {
		if len(entries) < entry {
			return upright
		}
		if order.Uint16(entries) == tagOrientation && order.Uint16(entries[2:]) == typeShort {
			if t := turn(order.Uint16(entries[8:])); t >= upright && t <= 8 {
				return t
			}
			return upright
		}
		entries = entries[entry:]
	}
	return upright
}

// Markers of JPEG (ITU T.81, table B.1).
const (
	markerSOS   = 0xda // start of a scan: compressed data follows
	markerEOI   = 0xd9
	markerAPP1  = 0xe1
	markerTEM   = 0x01
	markerRST0  = 0xd0
	markerSOI   = 0xd8
	exifHeading = "Exif\x00\x00"
)

// segments calls f with each marker segment of a JPEG file until f says no.
func segments(data []byte, f func(marker byte, body []byte) bool) {
	for i := 2; i+1 < len(data); {
		if data[i] != 0xff {
			i++ // compressed data
			continue
		}
		marker := data[i+1]
		switch {
		case marker == 0xff: // padding
			i++
			continue
		case marker == 0, marker == markerTEM, marker >= markerRST0 && marker <= markerSOI:
			i += 2 // a compressed byte of value 0xff, or a marker that stands alone
			continue
		case marker == markerEOI:
			return
		}
		if i+4 > len(data) {
			return
		}
		end := i + 2 + int(binary.BigEndian.Uint16(data[i+2:]))
		if end < i+4 || end > len(data) {
			return
		}
		if !f(marker, data[i+4:end]) {
			return
		}
		i = end
	}
}

// maxScans bounds the passes of a progressive JPEG; cameras and programs use
// about ten. A file of thousands keeps a decoder busy for hours.
const maxScans = 100

// scans counts the scans of a JPEG file.
func scans(data []byte) int {
	n := 0
	segments(data, func(marker byte, _ []byte) bool {
		if marker == markerSOS {
			n++
		}
		return n <= maxScans
	})
	return n
}

func exifOfJPEG(data []byte) (block []byte) {
	segments(data, func(marker byte, body []byte) bool {
		if marker == markerAPP1 && bytes.HasPrefix(body, []byte(exifHeading)) {
			block = body[len(exifHeading):]
		}
		return block == nil && marker != markerSOS
	})
	return block
}

// exifOfPNG finds the chunk eXIf (PNG third edition, 11.3.4.1).
func exifOfPNG(data []byte) []byte {
	const signature, frame = 8, 12 // a chunk's length, type and checksum
	for rest := data[min(signature, len(data)):]; len(rest) >= frame; {
		size := int64(binary.BigEndian.Uint32(rest))
		if size+frame > int64(len(rest)) {
			return nil
		}
		if string(rest[4:8]) == "eXIf" {
			return rest[8 : 8+size]
		}
		rest = rest[size+frame:]
	}
	return nil
}

// exifOfWebP finds the chunk EXIF (RFC 9649, 2.7.1.5), which some programs begin
// like a JPEG segment.
func exifOfWebP(data []byte) []byte {
	const container, frame = 12, 8 // a chunk's type and length
	for rest := data[min(container, len(data)):]; len(rest) >= frame; {
		size := int64(binary.LittleEndian.Uint32(rest[4:]))
		if size+frame > int64(len(rest)) {
			return nil
		}
		if string(rest[:4]) == "EXIF" {
			return bytes.TrimPrefix(rest[frame:frame+size], []byte(exifHeading))
		}
		rest = rest[min(frame+size+size%2, int64(len(rest))):]
	}
	return nil
}
