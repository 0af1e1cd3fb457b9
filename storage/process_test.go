package storage_test

import (
	"bufio"
	"fmt"
	"strconv"
	"strings"
	"testing"

	"parvis/app"
	"parvis/storage"
	"parvis/storage/storagetest"
)

func TestAFileOpenInAnotherProcess(t *testing.T) {
	path := written(t)
	holder := child(t, "hold", path)
	input, err := holder.StdinPipe()
	must(t, err)
	if got := firstLine(t, holder); got != "holding" {
		t.Fatalf("the other process says %q", got)
	}
	_, err = storage.Open(t.Context(), path, storagetest.Clock(), storage.Options{})
	wantKey(t, err, app.CodeConflict, storage.KeyAlreadyOpen)
	if pid := argOf(err, "PID"); pid != holder.Process.Pid {
		t.Errorf("held by %v, want %d", pid, holder.Process.Pid)
	}
	must(t, input.Close())
	must(t, holder.Wait())
	open(t, path, storage.Options{})
}

func TestTheLockOfADeadProcessHoldsNobody(t *testing.T) {
	path := written(t)
	holder := child(t, "hold", path)
	_, err := holder.StdinPipe()
	must(t, err)
	if got := firstLine(t, holder); got != "holding" {
		t.Fatalf("the other process says %q", got)
	}
	must(t, holder.Process.Kill())
	_ = holder.Wait()
	f := open(t, path, storage.Options{})
	must(t, f.Close())
	if got := beside(t, path); len(got) != 1 {
		t.Errorf("beside the file: %v", got)
	}
}

// TestKilledWhileWriting kills a process in the middle of its writing, several
// times over: all that was accepted is there, and nothing by halves.
func TestKilledWhileWriting(t *testing.T) {
	for round := range 4 {
		path := written(t)
		writer := child(t, "write", path)
		out, err := writer.StdoutPipe()
		must(t, err)
		must(t, writer.Start())
		lines := bufio.NewScanner(out)
		accepted := 0
		for lines.Scan() {
			n, err := strconv.Atoi(lines.Text())
			if err != nil {
				t.Fatalf("the writer says %q", lines.Text())
			}
			accepted = n
			if n == 5+round*37 {
				must(t, writer.Process.Kill())
			}
		}
		_ = writer.Wait()
		if accepted < 5+round*37 {
			t.Fatalf("the writer stopped by itself at %d", accepted)
		}
		f := open(t, path, storage.Options{})
		day := app.DateOf(storagetest.Now())
		expenses, err := f.Budget().Expenses(t.Context(), day, day)
		must(t, err)
		found := map[string]int{}
		for _, e := range expenses {
			found[e.Supplier]++
		}
		for n := 1; n <= accepted; n++ {
			if got := found[fmt.Sprint(n)]; got != batch {
				t.Errorf("round %d: %d of %d rows of accepted batch %d", round, got, batch, n)
			}
		}
		delete(found, fmt.Sprint(accepted+1)) // perhaps kept, and killed before it said so
		if len(found) != accepted || len(expenses)%batch != 0 {
			t.Errorf("round %d: %d batches and %d rows, %d batches were accepted", round, len(found), len(expenses), accepted)
		}
		must(t, saveMission(t.Context(), f, strings.Repeat("x", round)))
	}
}
