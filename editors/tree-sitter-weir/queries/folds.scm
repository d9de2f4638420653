[
  (body)
  (outcome)
  (category)
  (category_member)
  (enumeration)
  (threshold)
  (counter)
  (lists)
  (table)
  (reading)
  (profile)
  (test)
] @fold
