package app_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"slices"
	"testing"

	"tremplin/app"
)

const secret = "GPS 50.8466 4.3528 Zoë Dubois"

func drawn(t *testing.T) (jpg, pn []byte) {
	t.Helper()
	m := image.NewRGBA(image.Rect(0, 0, 9, 5))
	m.Set(3, 2, color.RGBA{200, 10, 10, 255})
	var a, b bytes.Buffer
	if err := errors.Join(jpeg.Encode(&a, m, nil), png.Encode(&b, m)); err != nil {
		t.Fatal(err)
	}
	return a.Bytes(), b.Bytes()
}

func segment(mark byte, body string) []byte {
	out := []byte{0xFF, mark, 0, 0}
	binary.BigEndian.PutUint16(out[2:], uint16(len(body)+2))
	return append(out, body...)
}

func chunk(name, body string) []byte {
	out := binary.BigEndian.AppendUint32(nil, uint32(len(body)))
	out = append(append(out, name...), body...)
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(out[4:]))
}

const turnedExif = "Exif\x00\x00II\x2A\x00\x08\x00\x00\x00\x01\x00\x12\x01\x03\x00\x01\x00\x00\x00\x06\x00\x00\x00\x00\x00\x00\x00"

func TestBareLeavesNothingBesideThePicture(t *testing.T) {
	jpg, pn := drawn(t)
	told := slices.Concat(jpg[:2], segment(0xE1, turnedExif+secret), segment(0xE1, "http://ns.adobe.com/xap/1.0/\x00"+secret), segment(0xED, "Photoshop 3.0\x00"+secret),
		segment(0xFE, secret), segment(0xE2, "MPF\x00"+secret), segment(0xE2, "ICC_PROFILE\x00\x01\x01profile"), jpg[2:], []byte(secret))
	toldPNG := slices.Concat(pn[:33], chunk("tEXt", "Author\x00"+secret), chunk("zTXt", secret), chunk("iTXt", secret), chunk("eXIf", secret), chunk("tIME", "\x07\xE8\x01\x01\x01\x01\x01"), chunk("prVt", secret), pn[33:], []byte(secret))
	for kind, in := range map[string][]byte{"image/jpeg": told, "image/png": toldPNG} {
		out, err := app.Bare(kind, in)
		if err != nil {
			t.Fatal(kind, err)
		}
		if bytes.Contains(out, []byte("Zo")) || bytes.Contains(out, []byte("tIME")) {
			t.Errorf("%s still tells: %q", kind, out)
		}
		got, _, err := image.Decode(bytes.NewReader(out))
		want, _, werr := image.Decode(bytes.NewReader(in))
		if err := errors.Join(err, werr); err != nil {
			t.Fatal(kind, err)
		}
		if got.Bounds() != want.Bounds() || got.At(3, 2) != want.At(3, 2) {
			t.Errorf("%s is another picture", kind)
		}
		again, err := app.Bare(kind, out)
		if err != nil || !bytes.Equal(again, out) {
			t.Errorf("%s: a second time it changes: %v", kind, err)
		}
	}
	out, _ := app.Bare("image/jpeg", told)
	if !bytes.Contains(out, []byte("ICC_PROFILE")) || !bytes.Contains(out, []byte("MM\x00\x2A\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06")) {
		t.Error("the colours or the orientation went")
	}
}

func TestBareLeavesOthersAlone(t *testing.T) {
	jpg, pn := drawn(t)
	if out, err := app.Bare("application/pdf", []byte("%PDF")); err != nil || string(out) != "%PDF" {
		t.Error(out, err)
	}
	for kind, whole := range map[string][]byte{"image/jpeg": jpg, "image/png": pn} {
		for _, cut := range []int{0, 1, 3, 9, len(whole) / 2, len(whole) - 1} {
			if _, err := app.Bare(kind, whole[:cut]); !errors.Is(err, app.ErrPicture) {
				t.Errorf("%s cut at %d: %v", kind, cut, err)
			}
		}
	}
}

func FuzzBare(f *testing.F) {
	f.Add([]byte("\xFF\xD8\xFF\xD9"))
	f.Add(append([]byte("\xFF\xD8"), segment(0xE1, turnedExif)...))
	f.Add(append([]byte("\x89PNG\r\n\x1a\n"), chunk("IEND", "")...))
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, kind := range []string{"image/jpeg", "image/png"} {
			out, err := app.Bare(kind, data)
			if err != nil {
				continue
			}
			if again, err := app.Bare(kind, out); err != nil || !bytes.Equal(again, out) {
				t.Errorf("%s %q: %q, then %q, %v", kind, data, out, again, err)
			}
		}
	})
}
