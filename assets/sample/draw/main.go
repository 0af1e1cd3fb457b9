// Command draw draws the pictures of the sample business into the folder
// pictures of its working directory. It is run by "go generate ./assets/sample"
// after a scene was changed.
package main

import (
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	for _, s := range scenes {
		if err := os.WriteFile(filepath.Join("pictures", s.key+".jpg"), render(s.paint), 0o644); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
}
