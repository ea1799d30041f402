"""The README's example in C++ compiles, runs and is the one in the README."""

import os
import pathlib
import subprocess

from tool import ToolTest, main

SOURCE = pathlib.Path(__file__).resolve().parents[2]


class Example(ToolTest):
    def answer(self):
        done = subprocess.run([os.environ["CALLSIEVE_EXAMPLE"]], cwd=self.folder, stdout=subprocess.PIPE, timeout=60, check=True)
        return done.stdout.decode().strip()

    def test_the_example_decides_by_the_lists_of_the_store(self):
        self.write("objections.txt", "+12025550199\n")
        self.write("customers.csv", "phone,last_purchase\n2025550188,2026-01-05\n")
        self.run_tool("import", "blacklist", "objections.txt", "--obtained", "2026-11-20")
        self.run_tool("import", "customers", "customers.csv", "--kind", "dated", "--region", "US", "--obtained", "2026-11-20")
        self.assertEqual(self.answer(), "block: no-consent")
        self.write("customers.csv", "phone,last_purchase\n2025550123,2026-01-05\n")
        self.run_tool("import", "customers", "customers.csv", "--kind", "dated", "--region", "US", "--obtained", "2026-11-20", "--allow-shrink")
        self.assertEqual(self.answer(), "allow: customer")
        self.run_tool("add", "blacklist", "+12025550123")
        self.assertEqual(self.answer(), "block: objection")

    def test_the_readme_shows_it(self):
        shown = [line.strip() for line in (SOURCE / "README.md").read_text().splitlines()]
        body = (SOURCE / "examples/decide.cpp").read_text().split("int main() {\n")[1].split("\n}")[0]
        for line in body.splitlines():
            self.assertIn(line.strip(), shown)


if __name__ == "__main__":
    main()
