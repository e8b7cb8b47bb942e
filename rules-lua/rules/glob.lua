-- glob(7) for paths: "*" and "?" and "[...]" never match a slash. Linear times the length, however many stars.
local glob = {}

local function in_class(body, character)
  local i = 1
  while i <= #body do
    local low, high = string.sub(body, i, i), string.sub(body, i + 2, i + 2)
    local range = string.sub(body, i + 1, i + 1) == "-" and high ~= ""
    if range and character >= low and character <= high or character == low then return true end
    i = i + (range and 3 or 1)
  end
  return false
end

-- Where the pattern goes on behind the one character that its piece at `i` matches; nil where it does not match it.
local function step(pattern, i, character)
  local first = string.sub(pattern, i, i)
  if first == "?" then return character ~= "/" and i + 1 or nil end
  local close = first == "[" and string.find(pattern, "]", i + 2)
  if not close then return first == character and i + 1 or nil end
  local body = string.sub(pattern, i + 1, close - 1)
  local negated = string.match(body, "^[!^]") ~= nil
  if negated then body = string.sub(body, 2) end
  return character ~= "/" and in_class(body, character) ~= negated and close + 1 or nil
end

function glob.matches(pattern, path)
  local i, j, star, resume = 1, 1, nil, nil
  while j <= #path do
    local character = string.sub(path, j, j)
    local next_piece = i <= #pattern and string.sub(pattern, i, i) ~= "*" and step(pattern, i, character)
    if string.sub(pattern, i, i) == "*" then
      star, resume, i = i, j, i + 1
    elseif next_piece then
      i, j = next_piece, j + 1
    elseif star and string.sub(path, resume, resume) ~= "/" then
      resume = resume + 1
      i, j = star + 1, resume
    else
      return false
    end
  end
  while string.sub(pattern, i, i) == "*" do i = i + 1 end
  return i > #pattern
end

-- One of several patterns.
function glob.any(patterns, path)
  for _, pattern in ipairs(patterns) do
    if glob.matches(pattern, path) then return true end
  end
  return false
end

return glob
