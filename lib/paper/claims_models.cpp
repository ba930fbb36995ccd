// Claims on data sets and networks: A.1, A.2, Tables 5 and 6, and numbers printed in two places.

#include "arch/catalog.h"
#include "arch/count.h"
#include "core/error.h"
#include "paper/claims.h"

namespace hybrid::paper {

namespace {

/// Returns MACs and parameters counted by our own code.
arch::ArchCount counted(std::string_view name) {
  const auto spec = arch::find_arch(name);
  HYBRID_CHECK(spec, "the catalog has no {}", name);
  return count(*spec);
}

}  // namespace

Claims claims_on_models(const PaperNumbers& paper) {
  const auto text = [&](std::string_view row) -> const PrintedNumber& { return paper.text(row); };
  const arch::ArchCount b7 = counted("efficientnet-b7");
  Claims claims;

  claims.push_back(checked("A.1", "ImageNet has nearly 1.28 M training images",
                           equals(paper.source("ImageNet training images"), text("training images"))));
  claims.push_back(checked("A.1", "ImageNet has 150 K validation images",
                           equals(paper.source("ImageNet validation images"), text("validation images")),
                           "50 K; with the 100 K test images it would be 150 K"));
  claims.push_back(checked("A.5", "Tiny-ImageNet has one-tenth of the size of ImageNet",
                           equals(in_per_cent(Quantity(paper.source("Tiny-ImageNet training images")) /
                                              paper.source("ImageNet training images")),
                                  text("Tiny-ImageNet over ImageNet")),
                           "by training images; a fifth by classes"));

  // The global model.
  claims.push_back(checked("section 3", "MASS-600 needs 600 M MACs",
                           equals(text("global MACs exactly"), text("global MACs"))));
  claims.push_back(checked("section 3", "MASS-600 has an accuracy of 80 %",
                           equals(paper("table6", "Top1 Accuracy", "MASS-600"), text("global accuracy"))));
  claims.push_back(
      checked("A.8.5", "EfficientNet-B7 has 37 B MACs",
              equals(Quantity(static_cast<double>(b7.macs) / 1e9, "our count"), text("EfficientNet-B7 MACs")),
              "cut, not rounded, as by its authors"));
  claims.push_back(checked("A.8.5", "EfficientNet-B7 has 66 M parameters",
                           equals(Quantity(static_cast<double>(b7.parameters) / 1e6, "our count"),
                                  text("EfficientNet-B7 parameters"))));

  // MCUNet's models A, B and C.
  claims.push_back(checked("A.2", "model A has 12 M MACs", equals(text("base MACs"), text("model A MACs")),
                           "12.79 M in section 3: cut, not rounded"));
  claims.push_back(checked("A.2", "model A has section 3's accuracy",
                           equals(text("model A accuracy"), paper("table3", "On-Device", "200"))));
  claims.push_back(
      checked("A.2", "model A has the least latency of the three",
              less(text("model A latency"), smallest({text("model B latency"), text("model C latency")}))));
  claims.push_back(checked(
      "A.2", "model A has the least accuracy of the three",
      less(text("model A accuracy"), smallest({text("model B accuracy"), text("model C accuracy")}))));
  claims.push_back(checked("A.2", "model B, 81 M MACs and 60.9 %: the MACs of the zoo's 320 kB network",
                           equals(paper.source("mcunet-320kb MACs"), text("model B MACs")),
                           "cut, not rounded"));
  claims.push_back(
      checked("A.2", "model B, 81 M MACs and 60.9 %: the accuracy of the same network",
              equals(paper.source("mcunet-320kb accuracy"), text("model B accuracy")),
              "60.9 % is the 256 kB network's, with 67.3 M MACs: two entries of the zoo are mixed"));

  // Tables 4 and 8 and section 3 against Table 5; Table 6 against the model names printed in it.
  for (const std::string model : {"MBV3-48", "MBV3-143", "MBV3-215"})
    claims.push_back(
        checked("section 3, Table 4", model + " has Table 5's accuracy",
                equals(paper("table5", "Top1 Accuracy", model), paper("table4", model + " base", "100"))));
  claims.push_back(checked("section 3", "MBV3-143 has 4 M parameters",
                           equals(paper("table5", "#Params", "MBV3-143"), text("MBV3-143 parameters"))));
  for (const std::string table : {"table5", "table6"})
    for (const auto& model : shared_columns(paper.table(table), "#MACs", "name"))
      claims.push_back(checked(table == "table5" ? "A.4.2, Table 5" : "A.4.2, Table 6",
                               model + " is named by its MACs",
                               equals(paper(table, "#MACs", model), paper(table, "name", model))));
  for (const auto& model : shared_columns(paper.table("table6"), "#MACs", "flops@"))
    claims.push_back(checked("A.4.2, Table 6", model + " has the MACs in its checkpoint's name",
                             equals(paper("table6", "#MACs", model), paper("table6", "flops@", model))));
  for (const auto& model : paper.table("table6").columns)
    claims.push_back(
        checked("A.4.2, Table 6", model + " has the accuracy in its checkpoint's name",
                equals(paper("table6", "Top1 Accuracy", model), paper("table6", "top1@", model))));
  return claims;
}

}  // namespace hybrid::paper
