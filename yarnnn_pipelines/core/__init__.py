"""What every room speaks: weeks, and the error that is written for the person who must act. It knows no room."""
