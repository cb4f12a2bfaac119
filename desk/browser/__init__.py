"""What both faces need of HTTP: who may talk to us, forms, headers, language, words about cards."""
