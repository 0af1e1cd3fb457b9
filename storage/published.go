package storage

import (
	"context"
	"time"
)

// PublishedDays returns the instant at which each post went out first, for the
// posts that did at or after from; a zero from returns all.
func (s *PublishingStore) PublishedDays(ctx context.Context, from time.Time) ([]time.Time, error) {
	since := int64(0)
	if !from.IsZero() {
		since = from.UnixMilli()
	}
	all, err := collect(ctx, s.f.readers, func(row scanner) (time.Time, error) {
		ms, err := value[int64](row)
		return time.UnixMilli(ms).UTC(), err
	}, `
		SELECT min(published_ms) FROM deliveries
		WHERE state IN ('published', 'handed_over') AND published_ms IS NOT NULL
		GROUP BY post_id HAVING min(published_ms) >= ? ORDER BY 1`, since)
	return all, s.f.failure("reading what was published", err)
}
