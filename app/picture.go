package app

import (
	"bytes"
	"encoding/binary"
	"errors"
)

// ErrPicture says that a picture cannot be read to its end.
var ErrPicture = errors.New("app: not a whole picture")

// Bare is a picture without what a camera or a program wrote beside it: where and
// when it was taken, with which device, by whom, and small copies of it. What is
// no JPEG and no PNG stays as it is. Colours and pixels do not change; a
// picture whose orientation stood beside it keeps that alone.
func Bare(kind string, data []byte) ([]byte, error) {
	switch kind {
	case "image/jpeg":
		return bareJPEG(data)
	case "image/png":
		return barePNG(data)
	default:
		return data, nil
	}
}

// Marks of a JPEG.
const (
	markSOI  = 0xD8
	markEOI  = 0xD9
	markSOS  = 0xDA
	markAPP0 = 0xE0 // density
	markAPP1 = 0xE1 // Exif, XMP
	markAPP2 = 0xE2 // colour profile, or further pictures
	markAPPE = 0xEE // how colours are written
	markAPPF = 0xEF
	markCOM  = 0xFE
)

// bareJPEG copies a JPEG segment by segment, and nothing that stands behind its
// end, where phones put whole other pictures.
func bareJPEG(data []byte) ([]byte, error) {
	if len(data) < 4 || data[0] != 0xFF || data[1] != markSOI {
		return nil, ErrPicture
	}
	out := make([]byte, 0, len(data))
	out = append(out, 0xFF, markSOI)
	turned := false
	for i := 2; ; {
		mark, at, ok := nextMark(data, i)
		if !ok {
			return nil, ErrPicture
		}
		i = at
		switch {
		case mark == markEOI:
			return append(out, 0xFF, markEOI), nil
		case mark == 0x01 || mark >= 0xD0 && mark <= 0xD7: // alone
			out = append(out, 0xFF, mark)
			continue
		}
		if i+2 > len(data) {
			return nil, ErrPicture
		}
		size := int(binary.BigEndian.Uint16(data[i:]))
		if size < 2 || i+size > len(data) {
			return nil, ErrPicture
		}
		body := data[i+2 : i+size]
		if keepsSegment(mark, body) {
			out = append(append(out, 0xFF, mark), data[i:i+size]...)
		} else if o := orientation(mark, body); o > 1 && !turned {
			out, turned = append(out, turning(o)...), true
		}
		i += size
		if mark == markSOS {
			end := scanEnd(data, i)
			out = append(out, data[i:end]...)
			i = end
		}
	}
}

// nextMark reads a mark at i, with the fill bytes before it.
func nextMark(data []byte, i int) (mark byte, at int, ok bool) {
	if i >= len(data) || data[i] != 0xFF {
		return 0, i, false
	}
	for i < len(data) && data[i] == 0xFF {
		i++
	}
	if i >= len(data) || data[i] == 0 || data[i] == markSOI {
		return 0, i, false
	}
	return data[i], i + 1, true
}

func keepsSegment(mark byte, body []byte) bool {
	switch {
	case mark == markAPP0:
		return bytes.HasPrefix(body, []byte("JFIF\x00")) && len(body) == 14 // without a small copy
	case mark == markAPP2:
		return bytes.HasPrefix(body, []byte("ICC_PROFILE\x00"))
	case mark == markAPPE:
		return bytes.HasPrefix(body, []byte("Adobe")) && len(body) == 12
	case mark >= markAPP0 && mark <= markAPPF || mark == markCOM:
		return false
	default:
		return true
	}
}

// scanEnd is where the pixels that begin at i end: at the next mark that is none
// of theirs.
func scanEnd(data []byte, i int) int {
	for ; i+1 < len(data); i++ {
		if data[i] == 0xFF && data[i+1] != 0 && data[i+1] != 0xFF && (data[i+1] < 0xD0 || data[i+1] > 0xD7) {
			return i
		}
	}
	return len(data)
}

// orientation is what Exif says of how the picture is to be turned, 1 to 8; 0
// where it says nothing.
func orientation(mark byte, body []byte) uint16 {
	exif, ok := bytes.CutPrefix(body, []byte("Exif\x00\x00"))
	if mark != markAPP1 || !ok || len(exif) < 8 {
		return 0
	}
	var order binary.ByteOrder = binary.BigEndian
	if exif[0] == 'I' {
		order = binary.LittleEndian
	}
	at := int64(order.Uint32(exif[4:]))
	if at+2 > int64(len(exif)) {
		return 0
	}
	for n := range int64(order.Uint16(exif[at:])) {
		e := at + 2 + 12*n
		if e+12 > int64(len(exif)) {
			return 0
		}
		if order.Uint16(exif[e:]) == 0x0112 {
			if o := order.Uint16(exif[e+8:]); o <= 8 {
				return o
			}
			return 0
		}
	}
	return 0
}

// turning is Exif that says how to turn the picture, and nothing else.
func turning(o uint16) []byte {
	exif := []byte("\xFF\xE1\x00\x22Exif\x00\x00MM\x00\x2A\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00\x00\x00")
	exif[len(exif)-7] = byte(o) //nolint:gosec // 1 to 8
	return exif
}

const pngHead = "\x89PNG\r\n\x1a\n"

// barePNG copies a PNG chunk by chunk to its end, without texts, times and Exif.
func barePNG(data []byte) ([]byte, error) {
	if !bytes.HasPrefix(data, []byte(pngHead)) {
		return nil, ErrPicture
	}
	out := append(make([]byte, 0, len(data)), pngHead...)
	for i := len(pngHead); i+12 <= len(data); {
		size := int64(binary.BigEndian.Uint32(data[i:]))
		end := int64(i) + 12 + size
		if end > int64(len(data)) {
			return nil, ErrPicture
		}
		name := string(data[i+4 : i+8])
		if keepsChunk(name) {
			out = append(out, data[i:end]...)
		}
		if name == "IEND" {
			return out, nil
		}
		i = int(end)
	}
	return nil, ErrPicture
}

// keepsChunk: what shows the picture, which the standard names, and nothing that
// somebody added.
func keepsChunk(name string) bool {
	switch name {
	case "IHDR", "PLTE", "IDAT", "IEND", "tRNS", "gAMA", "cHRM", "sRGB", "iCCP", "sBIT", "pHYs", "bKGD", "cICP", "acTL", "fcTL", "fdAT":
		return true
	default:
		return false
	}
}
