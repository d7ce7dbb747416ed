"""Working together on one study: comments, a supervisor's review, copies that go out and come back."""
