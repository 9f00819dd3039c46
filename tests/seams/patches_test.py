"""Patches are applied strictly: what has drifted is an error, what has only moved is not."""
import sys
import unittest

sys.dont_write_bytecode = True  # nothing is left in the tree
import patches  # noqa: E402

ROW = """diff --git a/table b/table
index 1..2 100644
--- a/table
+++ b/table
@@ -2,2 +2,3 @@ head
 b
+c
 d
"""
NEW = """diff --git a/fresh b/fresh
new file mode 100644
--- /dev/null
+++ b/fresh
@@ -0,0 +1,2 @@
+++ one
+
"""


def applied(patch, text):
    (change,) = patches.parse(patch)
    return patches.applied(change, text)


class Applied(unittest.TestCase):
    def test_a_row_is_added(self):
        self.assertEqual(applied(ROW, "a\nb\nd\n"), "a\nb\nc\nd\n")

    def test_a_row_that_moved_is_found(self):
        self.assertEqual(applied(ROW, "0\n0\na\nb\nd\n"), "0\n0\na\nb\nc\nd\n")

    def test_a_line_that_changed_is_an_error(self):
        with self.assertRaisesRegex(ValueError, "table: what line 2 should be stands there 0 times"):
            applied(ROW, "a\nB\nd\n")

    def test_two_places_are_an_error(self):
        with self.assertRaisesRegex(ValueError, "stands there 2 times"):
            applied(ROW, "0\nb\n0\nb\nd\nb\nd\n")

    def test_a_file_is_added_once(self):
        self.assertEqual(applied(NEW, None), "++ one\n\n")
        with self.assertRaisesRegex(ValueError, "fresh: is there already"):
            applied(NEW, "x\n")

    def test_a_file_that_is_gone_is_an_error(self):
        with self.assertRaisesRegex(ValueError, "table: is not there"):
            applied(ROW, None)

    def test_what_is_no_patch_is_an_error(self):
        for patch in (ROW + "rename from x\n", "b\n" + ROW):
            with self.assertRaisesRegex(ValueError, "must not say"):
                patches.parse(patch)

    def test_what_looks_like_a_head_may_stand_in_a_file(self):
        self.assertEqual(applied(ROW.replace("+c\n", "---- x\n++++ b/y\n").replace("-2,2 +2,3", "-2,3 +2,3"), "a\nb\n--- x\nd\n"),
                         "a\nb\n+++ b/y\nd\n")

    def test_half_a_patch_is_an_error(self):
        with self.assertRaisesRegex(ValueError, "in the middle of a hunk"):
            patches.parse(ROW.removesuffix(" d\n"))

    def test_rows_are_counted(self):
        (change,) = patches.parse(ROW)
        self.assertEqual((change.path, change.rows(), change.is_new), ("table", 1, False))


if __name__ == "__main__":
    unittest.main()
