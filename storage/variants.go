package storage

import (
	"context"
	"database/sql"
	"fmt"

	"parvis/app"
	"parvis/app/editorial"
	"parvis/app/media"
	"parvis/app/publishing"
)

// readVariants returns what a post says on one network in place of the common
// content, in the order the variants were made.
func readVariants(ctx context.Context, q querier, post app.ID) ([]editorial.Variant, error) {
	variants, err := collect(ctx, q, func(row scanner) (editorial.Variant, error) {
		var v editorial.Variant
		err := row.Scan(&v.Network, &v.Text, &v.Comment, &v.OwnImages)
		return v, err
	}, `SELECT network, text, comment, own_images FROM post_variants WHERE post_id = ? ORDER BY position`, post)
	if err != nil {
		return nil, err
	}
	for i := range variants {
		if !variants[i].OwnImages {
			continue
		}
		if variants[i].Images, err = collect(ctx, q, scanPostImage,
			`SELECT hash, alt, crop FROM variant_media WHERE post_id = ? AND network = ? ORDER BY position`, post, variants[i].Network); err != nil {
			return nil, err
		}
	}
	return variants, nil
}

func scanPostImage(row scanner) (editorial.PostImage, error) {
	var i editorial.PostImage
	err := row.Scan(&i.Hash, &i.Alt, intoCrop(&i.Crop))
	return i, err
}

// intoCrop reads what media.Crop.String wrote.
func intoCrop(c *media.Crop) column {
	return func(v any) (err error) {
		text, ok := v.(string)
		if !ok {
			return fmt.Errorf("crop kept as %T", v)
		}
		*c, err = media.ParseCrop(text)
		return err
	}
}

func replaceVariants(ctx context.Context, tx *sql.Tx, p editorial.Post) error {
	if err := run(ctx, tx, []string{
		`DELETE FROM variant_media WHERE post_id = ?1`, `DELETE FROM post_variants WHERE post_id = ?1`,
	}, p.ID); err != nil {
		return err
	}
	return insertVariants(ctx, tx, p)
}

func insertVariants(ctx context.Context, tx *sql.Tx, p editorial.Post) error {
	for n, v := range p.Variants {
		if _, err := tx.ExecContext(ctx, `
			INSERT INTO post_variants (post_id, network, position, text, comment, own_images) VALUES (?, ?, ?, ?, ?, ?)`,
			p.ID, v.Network, n, v.Text, v.Comment, v.OwnImages); err != nil {
			return err
		}
		if !v.OwnImages {
			continue
		}
		for m, i := range v.Images {
			if _, err := tx.ExecContext(ctx, `
				INSERT INTO variant_media (post_id, network, position, hash, alt, crop) VALUES (?, ?, ?, ?, ?, ?)`,
				p.ID, v.Network, m, i.Hash, i.Alt, i.Crop.String()); err != nil {
				return err
			}
		}
	}
	return nil
}

// contentText is what post p says on the network of account a.
const contentText = `coalesce((SELECT v.text FROM post_variants AS v WHERE v.post_id = p.id AND v.network = a.network), p.text)`

// readPictures returns the pictures of a delivery: those of the variant of its
// network where it has its own, else the common ones.
func readPictures(ctx context.Context, q querier, delivery app.ID) ([]publishing.Picture, error) {
	return collect(ctx, q, func(row scanner) (publishing.Picture, error) {
		var p publishing.Picture
		err := row.Scan(&p.Hash, &p.Name, &p.Alt, intoCrop(&p.Crop))
		return p, err
	}, `
		WITH sent AS (SELECT d.post_id, v.network, coalesce(v.own_images, 0) AS own
			FROM deliveries AS d JOIN accounts AS a ON a.id = d.account_id
			LEFT JOIN post_variants AS v ON v.post_id = d.post_id AND v.network = a.network
			WHERE d.id = ?1),
		used AS (
			SELECT pm.position, pm.hash, pm.alt, pm.crop FROM sent JOIN post_media AS pm ON pm.post_id = sent.post_id WHERE sent.own = 0
			UNION ALL
			SELECT vm.position, vm.hash, vm.alt, vm.crop FROM sent JOIN variant_media AS vm
				ON vm.post_id = sent.post_id AND vm.network = sent.network WHERE sent.own = 1)
		SELECT m.hash, m.name, used.alt, used.crop FROM used JOIN media AS m ON m.hash = used.hash
		ORDER BY used.position`, delivery)
}
