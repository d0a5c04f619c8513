"""What people leave in a library's folder: questions asked, what they said of answers, projects."""
