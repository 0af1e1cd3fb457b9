package roundtrip_test

import (
	"encoding/json"
	"html"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"parvis/app/editorial"
)

// browser runs a page with a real browser, without a network.
func browser(t *testing.T) string {
	t.Helper()
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if program, err := exec.LookPath(name); err == nil {
			return program
		}
	}
	const why = "CHROMIUM IS NOT INSTALLED: the page of an approval pack was not opened by a real browser"
	if os.Getenv("PARVIS_REQUIRE_REAL") == "1" {
		t.Fatal(why)
	}
	t.Skip(why)
	return ""
}

func browse(t *testing.T, program string, arguments ...string) []byte {
	t.Helper()
	arguments = append([]string{
		"--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--hide-scrollbars", "--virtual-time-budget=2000",
		"--proxy-server=127.0.0.1:9", "--user-data-dir=" + t.TempDir(),
	}, arguments...)
	run := exec.CommandContext(t.Context(), program, arguments...)
	run.WaitDelay = 10 * time.Second
	out, err := run.Output()
	if err != nil {
		t.Fatalf("browsing: %v", err)
	}
	return out
}

// A real browser shows the page, takes the answers, and what it copies comes back
// as they were given. With PARVIS_GALLERY set to a folder it writes pictures of
// the page there, on a screen and printed.
func TestABrowserAnswersThePage(t *testing.T) {
	program := browser(t)
	d := newDesk(t)
	a, b := d.post(t, 24, "Vendredi, on fait le Black Friday à notre façon.\n\nUne baguette achetée = une offerte à votre voisin. 🥖 #Nantes"), d.post(t, 25, nasty)
	a.Images = []editorial.PostImage{{Hash: d.picture(t, "pain.jpg"), Alt: "Un pain"}, {Hash: d.picture(t, "four"), Alt: "Le four"}}
	a.Comment = "Le lien : https://example.org"
	must(t, d.file.Editorial().SavePost(t.Context(), a))
	page := string(d.pack(t, a, b).Page.Bytes())
	dir := t.TempDir()
	path := filepath.Join(dir, "page.html")
	must(t, os.WriteFile(path, []byte(page), 0o600))
	if gallery := os.Getenv("PARVIS_GALLERY"); gallery != "" {
		browse(t, program, "--window-size=900,1400", "--screenshot="+filepath.Join(gallery, "pack-page.png"), address(path))
		browse(t, program, "--window-size=390,844", "--screenshot="+filepath.Join(gallery, "pack-phone.png"), address(path))
		browse(t, program, "--no-pdf-header-footer", "--print-to-pdf="+filepath.Join(gallery, "pack-page.pdf"), address(path))
	}
	// What a person does, at the end of the page's own script.
	person := `
  document.getElementById("who").value = "Claire";
  document.querySelectorAll("article")[0].querySelector("input[value=approve]").click();
  document.querySelectorAll("article")[1].querySelector("input[value=fix]").click();
  document.querySelectorAll("article")[1].querySelector("textarea").value = "Trop long <\/script>";
  document.getElementById("copy").click();
  document.getElementById("answers").textContent = document.getElementById("answers").value;
  document.title = "answered " + window.alerted;
})();
</script>`
	acted := strings.Replace(page, "})();\n</script>", person, 1)
	acted = strings.Replace(acted, "\"use strict\";", "window.alerted = 0; window.alert = function () { window.alerted++; };", 1)
	must(t, os.WriteFile(path, []byte(acted), 0o600))
	dom := string(browse(t, program, "--dump-dom", address(path)))
	if !strings.Contains(dom, "<title>answered 0</title>") {
		t.Fatalf("the script did not end, or obeyed a post: %.300s", dom)
	}
	found := regexp.MustCompile(`(?s)<textarea id="answers"[^>]*>(.*?)</textarea>`).FindStringSubmatch(dom)
	if found == nil {
		t.Fatal("no answers")
	}
	text := html.UnescapeString(found[1])
	if !json.Valid([]byte(text)) {
		t.Fatalf("copied %q", text)
	}
	x, err := d.Answers(t.Context(), "réponses.txt", []byte(text))
	must(t, err)
	if x.Author != "Claire" || len(x.Rows) != 2 || x.Rows[0].Verdict != "approve" || x.Rows[1].Verdict != "fix" || x.Rows[1].Comment != "Trop long </script>" || x.Taken() != 2 {
		t.Errorf("%+v", x)
	}
}
