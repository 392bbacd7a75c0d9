self.nothing = true;
