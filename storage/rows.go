package storage

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"parvis/app"
)

// querier is the pool of readers or a transaction.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// scanner is one row being read.
type scanner interface{ Scan(dest ...any) error }

// collect returns every row of a query, nil when there is none.
func collect[T any](ctx context.Context, q querier, scan func(scanner) (T, error), query string, args ...any) ([]T, error) {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []T
	for rows.Next() {
		v, err := scan(rows)
		if err != nil {
			return nil, err
		}
		all = append(all, v)
	}
	return all, rows.Err()
}

// first returns the first row of a query, or sql.ErrNoRows.
func first[T any](ctx context.Context, q querier, scan func(scanner) (T, error), query string, args ...any) (T, error) {
	var zero T
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return zero, err
	}
	defer rows.Close()
	if !rows.Next() {
		if err := rows.Err(); err != nil {
			return zero, err
		}
		return zero, sql.ErrNoRows
	}
	v, err := scan(rows)
	if err != nil {
		return zero, err
	}
	return v, rows.Err()
}

// value scans a row of one column.
func value[T any](row scanner) (T, error) {
	var v T
	err := row.Scan(&v)
	return v, err
}

// exec runs a statement and returns how many rows it changed.
func exec(ctx context.Context, tx *sql.Tx, query string, args ...any) (int64, error) {
	done, err := tx.ExecContext(ctx, query, args...)
	if err != nil {
		return 0, err
	}
	return done.RowsAffected()
}

// run runs statements with the same arguments, one after the other.
func run(ctx context.Context, tx *sql.Tx, statements []string, args ...any) error {
	for _, s := range statements {
		if _, err := tx.ExecContext(ctx, s, args...); err != nil {
			return err
		}
	}
	return nil
}

// milli is an instant as the file keeps it: NULL for the zero time.
func milli(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.UnixMilli()
}

// orNull is an identifier as the file keeps it: NULL for "".
func orNull(id app.ID) any {
	if id == "" {
		return nil
	}
	return string(id)
}

// column adapts a function to sql.Scanner.
type column func(v any) error

func (c column) Scan(v any) error { return c(v) }

// intoTime reads what milli wrote, in UTC.
func intoTime(t *time.Time) column {
	return func(v any) error {
		switch v := v.(type) {
		case nil:
			*t = time.Time{}
		case int64:
			*t = time.UnixMilli(v).UTC()
		default:
			return fmt.Errorf("instant kept as %T", v)
		}
		return nil
	}
}

// intoID reads what orNull wrote.
func intoID(id *app.ID) column {
	return func(v any) error {
		switch v := v.(type) {
		case nil:
			*id = ""
		case string:
			*id = app.ID(v)
		default:
			return fmt.Errorf("identifier kept as %T", v)
		}
		return nil
	}
}

// intoDate reads a day in its text form; NULL and "" are no date.
func intoDate(d *app.Date) column {
	return func(v any) (err error) {
		*d = app.Date{}
		switch v := v.(type) {
		case nil:
		case string:
			if v != "" {
				*d, err = app.ParseDate(v)
			}
		default:
			err = fmt.Errorf("day kept as %T", v)
		}
		return err
	}
}

// intoTimeOfDay reads a time of the day in its text form; NULL is midnight.
func intoTimeOfDay(t *app.TimeOfDay) column {
	return func(v any) (err error) {
		*t = app.TimeOfDay{}
		switch v := v.(type) {
		case nil:
		case string:
			*t, err = app.ParseTimeOfDay(v)
		default:
			err = fmt.Errorf("time of day kept as %T", v)
		}
		return err
	}
}

// intoMinutes reads a duration kept in whole minutes.
func intoMinutes(d *time.Duration) column {
	return func(v any) error {
		n, ok := v.(int64)
		if !ok {
			return fmt.Errorf("minutes kept as %T", v)
		}
		*d = time.Duration(n) * time.Minute
		return nil
	}
}

// asList is a list of words as the file keeps it: a JSON array.
func asList[T ~string](all []T) string {
	if len(all) == 0 {
		return "[]"
	}
	data, err := json.Marshal(all)
	if err != nil {
		panic("storage: " + err.Error()) // strings always marshal
	}
	return string(data)
}

// intoList reads what asList wrote; the empty list is nil.
func intoList[T ~string](all *[]T) column {
	return func(v any) error {
		data, ok := v.(string)
		if !ok {
			return fmt.Errorf("list kept as %T", v)
		}
		*all = nil
		if data == "[]" {
			return nil
		}
		return json.Unmarshal([]byte(data), all)
	}
}

// minutes is a duration as the file keeps it.
func minutes(d time.Duration) int64 { return int64(d / time.Minute) }

// dayAndTime are the two columns of a civil time: NULL while not placed.
func dayAndTime(c app.Civil) (day, at any) {
	if c.IsZero() {
		return nil, nil
	}
	return c.Date.String(), c.Time.String()
}
