// Package jobs runs background work: each room says what and how often, jobs
// runs it and keeps one row per job in the file: last run, outcome, next run.
package jobs

import (
	"context"
	"time"
)

// Job is a piece of background work. Name is its identity in the file; its
// translated name is "jobs.<name>".
type Job struct {
	Name string
	// Run does the work and returns when it should run next; a zero time means
	// after Every. It must return soon after ctx ends.
	Run   func(ctx context.Context) (next time.Time, err error)
	Every time.Duration
	// AtStart runs it as soon as the program starts, whatever the file says of
	// its next run.
	AtStart bool
}

// Row is what the file keeps of a job.
type Row struct {
	Name      string
	StartedAt time.Time
	EndedAt   time.Time // zero while it runs, or when it was interrupted
	NextAt    time.Time
	ErrorKey  string // sentence of the last failure, "" after a success
}

// Store keeps job rows in the file.
type Store interface {
	Jobs(ctx context.Context) ([]Row, error)
	SaveJob(ctx context.Context, r Row) error
}

// Changed is emitted after a job started or ended.
type Changed struct{ Name string }
