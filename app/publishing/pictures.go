package publishing

import (
	"context"

	"parvis/app/media"
	"parvis/app/networks"
)

// Picture is a picture of a delivery as it is kept.
type Picture struct {
	Hash media.Hash
	Name string // file name as the owner knows it
	Alt  string
	Crop media.Crop // the part to show, the zero Crop for the whole
}

// Renderer makes kept pictures ready for a network.
type Renderer interface {
	// Render crops a picture and writes it within bounds. Errors: CodeNotFound,
	// CodeInvalid for one that cannot be made to fit, and the context's own.
	Render(ctx context.Context, h media.Hash, c media.Crop, b media.Bounds) (media.Rendered, error)
}

// BoundsOf returns what limits leave to one picture.
func BoundsOf(l networks.Limits) media.Bounds {
	return media.Bounds{Bytes: l.ImageBytes, Edge: l.ImageEdge, Formats: l.ImageFormats}
}

// contentOf returns what a delivery gives an account, its pictures made ready; its
// film has no way to be opened yet.
func contentOf(ctx context.Context, store Store, renderer Renderer, d Delivery, a networks.Account) (networks.Content, error) {
	content, pictures, err := store.Content(ctx, d.ID)
	if err != nil {
		return content, err
	}
	limits, _ := a.Limits()
	for _, p := range pictures {
		made, err := renderer.Render(ctx, p.Hash, p.Crop, BoundsOf(limits))
		if err != nil {
			return content, err
		}
		content.Images = append(content.Images, networks.Image{
			Name: p.Name, MIME: made.MIME, Width: made.Size.Width, Height: made.Size.Height, Alt: p.Alt, Bytes: made.Data,
		})
	}
	return content, nil
}
