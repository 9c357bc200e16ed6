"""What is in an image: recorded where it is built, read and compared anywhere."""
