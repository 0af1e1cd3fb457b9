package machine

import (
	"io"
	"log/slog"

	"gopkg.in/natefinch/lumberjack.v2"
)

// OpenLog sends the program's log to a file of the configuration folder that
// never grows past a few megabytes. Close ends it.
func OpenLog(p Paths) (logger *slog.Logger, closer io.Closer) {
	file := &lumberjack.Logger{Filename: p.Log(), MaxSize: 2, MaxBackups: 3}
	return slog.New(slog.NewTextHandler(file, nil)), file
}
