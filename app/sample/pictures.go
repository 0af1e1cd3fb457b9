package sample

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"image/jpeg"

	"parvis/app/editorial"
	"parvis/app/media"
)

func (g *generator) pictures() {
	added := g.at(g.today.AddMonths(-12), 9, 0)
	for _, p := range g.data.pictures {
		sum := sha256.Sum256(p.bytes)
		config, err := jpeg.DecodeConfig(bytes.NewReader(p.bytes))
		if err != nil {
			panic("sample: " + p.name + ": " + err.Error())
		}
		img := media.Image{
			Hash: media.Hash(hex.EncodeToString(sum[:])), Name: p.name, MIME: "image/jpeg",
			Width: config.Width, Height: config.Height, Size: int64(len(p.bytes)), AddedAt: added,
		}
		g.out.Pictures = append(g.out.Pictures, Picture{Image: img, Data: p.bytes})
		g.picture[p.key] = editorial.PostImage{Hash: img.Hash, Alt: p.alt}
	}
}
